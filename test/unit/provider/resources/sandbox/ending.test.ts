import { ScaleboxError, type Watch } from "../../../../../provider/src/client"
import type { SandboxDetails } from "../../../../../provider/src/contract"
import { deleted, unlessEnded } from "../../../../../provider/src/resources/sandbox/ending"
import { answering, scripted } from "../../../../support/context"

type WaitResult = Awaited<ReturnType<Watch["waitFor"]>>

const inStatus = (status: string, more: Partial<SandboxDetails> = {}): SandboxDetails => ({
  sandboxId: "sbx-1",
  status,
  ...more,
})
const refusal = (code: "conflict" | "not_found" | "forbidden") =>
  new ScaleboxError({ code, message: `refused as ${code}` })
const taken = undefined

/** A deletion whose calls are refused or taken like this, and whose waits end like this, each in order. */
function deletion(answers: (ScaleboxError | undefined)[], ends: WaitResult[], mustBeGone = async () => {}) {
  const { session, context } = scripted([])
  const waits: Parameters<Watch["waitFor"]>[1][] = []
  let calls = 0
  const whole = answering(session, {
    watch: {
      waitFor: async (_, options) => {
        waits.push(options)
        const end = ends[waits.length - 1]
        if (!end) throw new Error("Unexpected wait")
        return end
      },
    },
    deletes: {
      during: (work) => work(),
      begin: async () => {
        calls += 1
        if (calls > answers.length) throw new Error("Unexpected call")
        const answer = answers[calls - 1]
        if (answer) throw answer
      },
    },
  })
  const work = deleted(context("delete", { session: whole }), "sbx-1", mustBeGone)
  return { work, waits, calls: () => calls }
}

const gone: WaitResult = { end: "gone" }
const done = (status: string, more = {}): WaitResult => ({ end: "done", sandbox: inStatus(status, more) })

describe("deleted", () => {
  test.each<[string, (ScaleboxError | undefined)[], WaitResult[]]>([
    ["is gone", [taken], [gone]],
    ["stays visible as terminated", [taken], [done("terminated")]],
    ["was deleted before", [refusal("not_found")], [gone]],
    [
      "is in transition, and then lets itself be deleted",
      [refusal("conflict"), taken],
      [done("running"), gone],
    ],
    ["ends by itself while it refuses", [refusal("conflict")], [gone]],
    ["is terminated by itself while it refuses", [refusal("conflict")], [done("terminated")]],
  ])("is content with a sandbox that %s", async (_, answers, ends) => {
    const { work, waits, calls } = deletion(answers, ends)
    await expect(work).resolves.toBeUndefined()
    expect([calls(), waits.length]).toEqual([answers.length, ends.length])
  })

  test.each<[string, (ScaleboxError | undefined)[], WaitResult[], string]>([
    [
      "whose deletion the server calls off",
      [taken],
      [done("running", { reason: "busy" })],
      "its deletion did not succeed, it is running: busy. Run the command again",
    ],
    [
      "that is still ending in the end",
      [taken],
      [{ end: "late", sandbox: inStatus("terminating", { substatus: "unmounting" }) }],
      "it is still terminating (unmounting) after 300 s. Run the command again, or raise customTimeouts.delete to wait longer in one run",
    ],
    [
      "that was never seen again",
      [taken],
      [{ end: "late", sandbox: undefined }],
      "it did not end after 300 s",
    ],
    ["that refuses for another reason", [refusal("forbidden")], [], "refused as forbidden"],
    [
      "that refuses until the end",
      [refusal("conflict")],
      [{ end: "late", sandbox: inStatus("pausing") }],
      "refused as conflict",
    ],
  ])("throws for a sandbox %s", async (_, answers, ends, message) => {
    const { work, calls } = deletion(answers, ends)
    await expect(work).rejects.toThrow(message)
    expect(calls()).toBe(answers.length)
  })

  test.each<[string, boolean, (ScaleboxError | undefined)[], WaitResult[]]>([
    ["that the API does not know", true, [refusal("not_found")], [gone]],
    ["whose deletion the API took", false, [taken], [gone]],
    ["that is terminated by itself while it refuses", false, [refusal("conflict")], [done("terminated")]],
    [
      "that was deleted before, and is still shown as terminated",
      false,
      [refusal("not_found")],
      [done("terminated")],
    ],
  ])("asks whether a sandbox may be another account's %s: %p", async (_, isAsked, answers, ends) => {
    const doubt = new Error("another account's")
    const mustBeGone = jest.fn(() => Promise.reject(doubt))
    const { work } = deletion(answers, ends, mustBeGone)
    expect(await work.catch((error: unknown) => error)).toBe(isAsked ? doubt : undefined)
    expect(mustBeGone).toHaveBeenCalledTimes(isAsked ? 1 : 0)
  })

  test("takes a sandbox for one that survived only once its deletion has shown", async () => {
    const { work, waits } = deletion([taken], [gone])
    await work
    const seen = (status: string) => waits[0]?.done(inStatus(status))
    expect([seen("running"), seen("terminating"), seen("running")]).toEqual([false, false, true])
    expect(waits[0]?.ending).toBe(true)
  })

  test("takes one that is terminated for ended, whatever was seen before", async () => {
    const { work, waits } = deletion([taken], [gone])
    await work
    expect(waits[0]?.done(inStatus("terminated"))).toBe(true)
  })
})

describe("unlessEnded", () => {
  test.each([
    ["running", true],
    ["paused", true],
    ["failed", true],
    ["terminating", false],
    ["terminated", false],
  ])("leaves a sandbox that is %s: %p", (status, isLeft) => {
    const sandbox = inStatus(status)
    expect(unlessEnded(sandbox)).toBe(isLeft ? sandbox : undefined)
  })

  test("leaves none if there is none", () => {
    expect(unlessEnded(undefined)).toBeUndefined()
  })
})
