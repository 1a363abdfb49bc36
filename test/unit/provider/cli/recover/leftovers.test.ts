import { chosen, leftoversOf } from "../../../../../provider/src/cli/recover/leftovers"
import { withOwnKeys } from "../../../../../provider/src/resources/marks"
import { type EmulatedStage, emulated } from "../../../../support/context"
import { entry } from "../../../../support/deployment"
import { stackProvider } from "../../../../support/recovery"

const server = emulated({ bootMs: 0 })

const made = async ({ session }: EmulatedStage, owner = "shop/dev/web") => {
  const metadata = withOwnKeys(undefined, { owner, nonce: "n-web" })
  return (await session.client.createSandbox({ metadata })).sandboxId
}
const pool = (...ids: string[]) =>
  entry("sandboxPool", "pool", { id: "pool-n", outputs: { sandboxIds: ids } })

describe("leftoversOf", () => {
  test("answers living sandboxes of this stack that no entry represents", async () => {
    const stage = server.stage()
    const [left, managed, member, ended] = [
      await made(stage),
      await made(stage),
      await made(stage),
      await made(stage),
    ]
    await made(stage, "shop/prod/web")
    await made(stage, "shop/dev2/web")
    await stage.session.client.createSandbox({})
    stage.account.change(ended, { status: "terminated" })
    const resources = [entry("sandbox", "web", { id: managed }), pool(member)]
    const { found, gone, unseen } = await leftoversOf({ resources }, "shop/dev/", [stackProvider(stage)])
    expect(found.map(({ sandbox, owner }) => [sandbox.sandboxId, owner])).toEqual([[left, "shop/dev/web"]])
    expect([gone, unseen]).toEqual([[], []])
  })

  test("names each once, however many providers share the account", async () => {
    const stage = server.stage()
    await made(stage)
    const provider = stackProvider(stage)
    const { found } = await leftoversOf({}, "shop/dev/", [provider, { ...provider, reference: "other" }])
    expect(found).toHaveLength(1)
  })

  test("names what the state manages, but is no more, where the key is certain and of the account", async () => {
    const [stage, other] = [server.stage(), server.stage()]
    const [ended, member] = [await made(stage), await made(stage)]
    stage.account.change(ended, { status: "terminated" })
    const doomed = entry("sandbox", "doomed", { id: "sbx-doomed", delete: true })
    const elsewhere = entry("sandbox", "elsewhere", { id: "sbx-there", provider: "another" })
    const moved = entry("sandbox", "moved", {
      id: "sbx-moved",
      outputs: { __scalebox: { account: other.session.account.mark("sbx-moved") } },
    })
    const web = entry("sandbox", "web", { id: ended })
    const resources = [web, pool(member, "sbx-none"), doomed, elsewhere, moved]
    const goneWith = async (isKeyCertain: boolean) =>
      (await leftoversOf({ resources }, "shop/dev/", [stackProvider(stage, { isKeyCertain })])).gone
    expect(await goneWith(true)).toEqual([
      { name: "web", id: ended },
      { name: "pool", id: "sbx-none" },
    ])
    expect(await goneWith(false)).toEqual([])
  })

  test("says which account was not looked at, and fails if the right key is refused", async () => {
    const stage = server.stage()
    const refuse = () => stage.account.addFault({ endpoint: "listSandboxes", kind: "status", status: 401 })
    refuse()
    const unsure = stackProvider(stage, { isKeyCertain: false, name: "eu" })
    expect(await leftoversOf({}, "shop/dev/", [unsure])).toEqual({
      found: [],
      gone: [],
      unseen: [expect.stringMatching(/^provider "eu": /)],
    })
    refuse()
    await expect(leftoversOf({}, "shop/dev/", [stackProvider(stage)])).rejects.toMatchObject({
      code: "unauthorized",
    })
  })
})

describe("chosen", () => {
  const leftover = async () => {
    const stage = server.stage()
    const id = await made(stage)
    const { found } = await leftoversOf({}, "shop/dev/", [stackProvider(stage)])
    return { id, found }
  }

  test("answers those that are named, each once", async () => {
    const { id, found } = await leftover()
    expect(chosen([id, id], found, {}, "shop/dev/")).toEqual(found)
    expect(chosen([], found, {}, "shop/dev/")).toEqual([])
  })

  test("refuses what the stack manages, and what may belong to somebody else", async () => {
    const { id, found } = await leftover()
    const deployment = { resources: [pool("sbx-member")] }
    expect(() => chosen([id, "sbx-member"], found, deployment, "shop/dev/")).toThrow(
      "Cannot delete sbx-member: the stack manages it",
    )
    expect(() => chosen([id, "sbx-other"], found, deployment, "shop/dev/")).toThrow(
      "Cannot delete sbx-other: no sandbox of this id carries the owner shop/dev/…",
    )
  })
})
