import { ScaleboxError, type Watch } from "../../../../../provider/src/client"
import type { SandboxDetails } from "../../../../../provider/src/contract"
import { booted, nextFor } from "../../../../../provider/src/resources/sandbox/boot"
import { answering, scripted } from "../../../../support/context"

type WaitResult = Awaited<ReturnType<Watch["waitFor"]>>

const inStatus = (status: string, more: Partial<SandboxDetails> = {}): SandboxDetails => ({
  sandboxId: "sbx-1",
  status,
  ...more,
})
const starting = inStatus("starting", { substatus: "deploying" })

/** A boot of a sandbox that is seen like this, until the wait for it ends. */
async function boot(
  seen: SandboxDetails[],
  end: WaitResult | Error,
  operation: "create" | "update" = "create",
) {
  const { session, context, log } = scripted([])
  const waits: Parameters<Watch["waitFor"]>[] = []
  const waitFor: Watch["waitFor"] = async (...args) => {
    waits.push(args)
    for (const sandbox of seen) args[1].seen?.(sandbox)
    if (end instanceof Error) throw end
    return end
  }
  const watched = context(operation, { session: answering(session, { watch: { waitFor } }) })
  return { work: booted(watched, "web", starting), waits, log }
}

const done = (sandbox: SandboxDetails): WaitResult => ({ end: "done", sandbox })

describe("booted", () => {
  test.each<[string, SandboxDetails[], WaitResult | Error, object]>([
    ["runs", [], done(inStatus("running")), { sandbox: inStatus("running") }],
    [
      "fails",
      [],
      done(inStatus("failed", { reason: "disk full" })),
      { trouble: { kind: "ended", why: "failed: disk full" } },
    ],
    ["is terminated", [], done(inStatus("terminated")), { trouble: { kind: "ended", why: "is terminated" } }],
    [
      "is paused",
      [],
      done(inStatus("paused", { reason: "by hand" })),
      { trouble: { kind: "paused", why: "was paused before it ran: by hand" } },
    ],
    [
      "disappears",
      [inStatus("starting", { substatus: "waiting_ready" })],
      { end: "gone" },
      {
        sandbox: {
          sandboxId: "sbx-1",
          status: "terminated",
          substatus: undefined,
          reason: "disappeared while starting (waiting_ready)",
        },
        trouble: { kind: "ended", why: "disappeared while it was starting (waiting_ready)" },
      },
    ],
    [
      "is late, and was seen meanwhile",
      [inStatus("starting", { substatus: "waiting_ready", reason: "no room" })],
      { end: "late", sandbox: undefined },
      {
        sandbox: inStatus("starting", { substatus: "waiting_ready", reason: "no room" }),
        trouble: { kind: "late", why: "is still starting (waiting_ready) after 600 s: no room" },
      },
    ],
    [
      "is late, and was never seen",
      [],
      { end: "late", sandbox: undefined },
      { sandbox: starting, trouble: { kind: "late", why: "is still starting (deploying) after 600 s" } },
    ],
    [
      "cannot be asked",
      [],
      new ScaleboxError({ code: "forbidden", message: "GET … was refused" }),
      {
        sandbox: starting,
        trouble: {
          kind: "unasked",
          why: "was created, but could not be asked whether it runs: GET … was refused",
        },
      },
    ],
  ])("tells how a sandbox %s", async (_, seen, end, expected) => {
    const { work } = await boot(seen, end)
    expect(await work).toMatchObject(expected)
    if (!("trouble" in expected)) expect((await work).trouble).toBeUndefined()
  })

  test("shows each step, and takes it away in the end", async () => {
    const seen = [inStatus("starting", { substatus: "initializing" }), inStatus("running")]
    const { work, log } = await boot(seen, done(inStatus("running")))
    await work
    expect(log.statuses).toEqual(["web: deploying", "web: initializing", "web: running", "web"])
  })

  test("takes the step away from the status line when a bug ends the wait", async () => {
    const { work, log } = await boot([], new TypeError("x is not a function"))
    await expect(work).rejects.toThrow(TypeError)
    expect(log.statuses).toEqual(["web: deploying", "web"])
  })

  test.each([
    ["create", true],
    ["update", false],
  ] as const)("lets %s count an early 404 as a lag: %p", async (operation, newborn) => {
    const { waits } = await boot([], done(inStatus("running")), operation)
    expect(waits).toEqual([["sbx-1", expect.objectContaining({ newborn, deadline: expect.any(Number) })]])
  })

  test("ends its wait in statuses that stay, and in no other", async () => {
    const { waits } = await boot([], done(inStatus("running")))
    const all = ["created", "starting", "running", "pausing", "paused", "resuming", "failed", "terminated"]
    expect(all.filter((status) => waits[0]?.[1].done(inStatus(status)))).toEqual([
      "running",
      "paused",
      "failed",
      "terminated",
    ])
  })

  test.each([
    ["running", undefined],
    ["failed", { kind: "ended", why: "failed" }],
  ])("asks nothing of one that is %s already", async (status, trouble) => {
    const { context, log, calls } = scripted([])
    const sandbox = inStatus(status)
    expect(await booted(context("create"), "web", sandbox)).toEqual({ sandbox, ...(trouble && { trouble }) })
    expect([log.statuses, calls()]).toEqual([[], []])
  })
})

describe("nextFor", () => {
  const { context } = scripted([])
  test.each([
    ["late", "the next `pulumi up` goes on waiting; raise customTimeouts.update to wait longer in one run"],
    ["unasked", "the next `pulumi up` goes on waiting"],
    ["paused", "resume it, then run `pulumi refresh`"],
  ] as const)("says of one that is %s: %s", (kind, next) => {
    expect(nextFor(kind, context("update"))).toBe(next)
  })
})
