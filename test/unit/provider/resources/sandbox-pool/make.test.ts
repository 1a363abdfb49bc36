import { madeMembers, settled } from "../../../../../provider/src/resources/sandbox-pool/make"
import { emulated } from "../../../../support/context"
import { declaredPool, placesOf, strayMember } from "../../../../support/pool-stage"
import { refused } from "../../../../support/send"

const server = emulated()
const declared = { ...declaredPool, count: 3 }
const forEver = { times: Number.POSITIVE_INFINITY }
const named = (name: string) => (target: { name: string | undefined }) => target.name === name

describe("madeMembers", () => {
  test("makes a member for each index, marked and named by it, and waits until all run", async () => {
    const stage = server.stage()
    const { members, troubles } = await madeMembers(stage.context("create"), declared, [0, 2, 5])
    expect(troubles).toEqual([])
    const shown = members.map(({ index, sandbox }) => `${index} ${sandbox.name} ${sandbox.status}`)
    expect(shown.sort()).toEqual(["0 web-0 running", "2 web-2 running", "5 web-5 running"])
    expect(placesOf(stage)).toEqual([0, 2, 5])
    const nonces = stage.account.sandboxes().map(({ metadata }) => metadata["pulumi-scalebox-nonce"])
    expect(new Set(nonces).size).toBe(3)
    expect(nonces.every((nonce) => /^n-1\/\d\/[\da-f]{8}$/.test(nonce ?? ""))).toBe(true)
  })

  test("shows every member until it is there, and none at the end", async () => {
    const stage = server.stage()
    await madeMembers(stage.context("create"), declared, [0, 1])
    const { statuses } = stage.log
    expect(statuses.slice(0, 2)).toEqual(["web-0: to be created", "web-1: to be created"])
    expect(["web-0", "web-1"].map((name) => statuses.filter((line) => line.startsWith(name)).at(-1))).toEqual(
      ["web-0", "web-1"],
    )
  })

  test("waits for nothing where that is not wanted", async () => {
    const stage = server.stage()
    const later = { ...declared, waitForRunning: false }
    const { members } = await madeMembers(stage.context("create"), later, [0])
    expect(members.map(({ sandbox }) => sandbox.status)).not.toContain("running")
    expect(stage.calls()).toEqual(["POST /v1/sandboxes"])
    expect(stage.log.statuses.at(-1)).toBe("web-0")
  })

  test("says of one that is refused that it is tried again, and makes the others", async () => {
    const stage = server.stage({ maxConcurrency: 2 })
    stage.account.addFault({ endpoint: "createSandbox", kind: "status", status: 403 })
    const { members, troubles } = await madeMembers(stage.context("create"), declared, [0, 1])
    expect(members).toHaveLength(1)
    expect(troubles).toEqual([
      {
        name: `web-${1 - Number(members[0]?.index)}`,
        why: expect.stringMatching(/^could not be created: /),
        next: "The next `pulumi up` tries again",
        error: expect.objectContaining({ code: "forbidden" }),
      },
    ])
  })

  test("says of one whose answer was lost for good that it is looked for", async () => {
    const stage = server.stage()
    stage.account.addFault({ endpoint: "createSandbox", kind: "resetAfter" })
    stage.account.addFault({ endpoint: "listSandboxes", kind: "status", status: 403 })
    const { troubles } = await madeMembers(stage.context("create"), declared, [0])
    expect(troubles).toMatchObject([
      { name: "web-0", next: "The next `pulumi up` looks whether it was created after all" },
    ])
  })

  test("tries no more where as many in a row are refused as are created at once", async () => {
    const stage = server.stage({ maxConcurrency: 2 })
    stage.account.addFault({ endpoint: "createSandbox", kind: "status", status: 403, ...forEver })
    const indexes = [...Array(20).keys()]
    const { members, troubles } = await madeMembers(
      stage.context("create"),
      { ...declared, count: 20 },
      indexes,
    )
    expect(members).toEqual([])
    expect(troubles).toHaveLength(20)
    const skipped = troubles.filter(({ why }) => why === "was not tried, as too many in a row were refused")
    expect(skipped.length).toBeGreaterThanOrEqual(17)
    expect(stage.calls().length).toBe(20 - skipped.length)
  })

  test("tries all if no more than one in a row is refused", async () => {
    const stage = server.stage({ maxConcurrency: 2 }, (send) => async (request) => {
      if (/"name":"web-\d*[13579]"/.test(request.body ?? "")) return refused(403, "No")
      return send(request)
    })
    const indexes = [...Array(8).keys()]
    const { members, troubles } = await madeMembers(
      stage.context("create"),
      { ...declared, count: 8 },
      indexes,
    )
    expect([members.length, troubles.length]).toEqual([4, 4])
    for (const { why } of troubles) expect(why).toMatch(/^could not be created: /)
  })

  test("deletes one that failed, and keeps one that is late", async () => {
    const stage = server.stage()
    stage.account.addFault({
      kind: "failBoot",
      substatus: "deploying",
      reason: "disk full",
      sandbox: named("web-0"),
    })
    stage.account.addFault({ kind: "hangBoot", substatus: "deploying", sandbox: named("web-1") })
    const { members, troubles } = await madeMembers(
      stage.context("create", { seconds: 60 }),
      declared,
      [0, 1, 2],
    )
    expect(members.map(({ index }) => index).sort()).toEqual([1, 2])
    expect(placesOf(stage)).toEqual([1, 2])
    expect(troubles.sort((a, b) => a.name.localeCompare(b.name))).toEqual([
      {
        name: "web-0",
        id: expect.stringMatching(/^sbx-/),
        why: "failed: disk full",
        next: "It is cleaned up, and the next `pulumi up` creates another one",
      },
      {
        name: "web-1",
        id: expect.stringMatching(/^sbx-/),
        why: "is still starting (deploying) after 60 s",
        next: expect.stringMatching(/^Its id is kept in the state: the next `pulumi up` goes on waiting/),
      },
    ])
  })
})

describe("settled", () => {
  test("keeps a member whose wait ends in a bug", async () => {
    const stage = server.stage()
    const member = await strayMember(stage, 0)
    const session = { ...stage.session, watch: {} as never }
    const outcome = await settled(stage.context("create", { session }), declared, member)
    expect(outcome.members).toEqual([member])
    expect(outcome.troubles).toMatchObject([
      {
        name: "web-0",
        id: member.sandbox.sandboxId,
        why: expect.stringMatching(/^was created, but could not be waited for/),
      },
    ])
  })
})
