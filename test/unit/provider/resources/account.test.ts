import type { Configuration, ScaleboxClient } from "../../../../provider/src/client"
import { readConfiguration, ScaleboxError } from "../../../../provider/src/client"
import { Account, type Belonging } from "../../../../provider/src/resources/account"

const ana = "user-ana"
const ben = "user-ben"
const within = { deadline: 0 }

/** An account that has just begun, and whose listing shows sandboxes of these users. */
function fresh(apiKey: string, owners: string[] = [], settings: Partial<Configuration> = {}) {
  const list = jest.fn(async () => {
    account.learn(rowsOf(owners))
    return { sandboxes: rowsOf(owners) }
  })
  const configuration = { ...readConfiguration(() => undefined, {}), apiKey, ...settings }
  const account = new Account({ listSandboxes: list } as unknown as ScaleboxClient, configuration)
  return { account, list }
}
const rowsOf = (owners: readonly string[]) =>
  owners.map((ownerUserId, index) => ({ sandboxId: `sbx-${index}`, status: "running", ownerUserId }))

/** The mark of a thing that a key created which saw sandboxes of these users. */
function markBy(apiKey: string, owners: string[] = [], id = "sbx-1"): string {
  const { account } = fresh(apiKey)
  account.learn(rowsOf(owners))
  return account.mark(id)
}
const thing = (mark?: string, more: Partial<Belonging> = {}): Belonging => ({
  label: "Sandbox sbx-1",
  id: "sbx-1",
  mark,
  shouldLive: true,
  ...more,
})

async function refusalOf(work: Promise<void>): Promise<ScaleboxError["facts"] | undefined> {
  const error = await work.then(
    () => undefined,
    (error: unknown) => error,
  )
  if (error === undefined || error instanceof ScaleboxError) return error?.facts
  throw error
}

const refusals = {
  other: "Sandbox sbx-1 belongs to another account than that of the API key",
  unclear:
    "Sandbox sbx-1 is not known to the account of the API key, and another key created it: it may still run in another account",
}

describe("A mark", () => {
  test("shows neither key nor owner, and another one for each thing", () => {
    const key = "sk-very-secret-key"
    const [one, two] = [markBy(key, [ana], "sbx-1"), markBy(key, [ana], "sbx-2")]
    for (const mark of [one, two]) {
      expect(mark).toMatch(/^[\w-]{8}\.[\w-]{8}$/)
      for (const secret of [key, ana]) expect(mark).not.toContain(secret.slice(0, 5))
    }
    expect(one.split(".")[0]).toBe(two.split(".")[0])
    expect(one.split(".")[1]).not.toBe(two.split(".")[1])
  })

  test("takes at most 60 bytes of a state", () => {
    const hidden = JSON.stringify({ account: markBy("sk-a", [ana]) })
    expect(Buffer.byteLength(`,"__scalebox":${hidden}`)).toBeLessThanOrEqual(60)
  })

  test.each([
    ["is kept by the same key, whatever it has learned since", "sk-a", [], [ana], true],
    ["is kept with a rotated key of the same user", "sk-b", [ana], [ana], true],
    ["is created again by the key of another user", "sk-b", [ana], [ben], false],
    ["is created again by another key if no user is known", "sk-b", [], [ana], false],
  ] as const)("%s", (_, key, before, now, isKept) => {
    const old = markBy("sk-a", [...before])
    const { account } = fresh(key)
    account.learn(rowsOf(now))
    expect(account.mark("sbx-1", old)).toBe(isKept ? old : markBy(key, [...now]))
  })

  test.each([
    ["no sandbox shows a user", []],
    ["a root key sees those of several", [ana, ben]],
  ])("names no user if %s", (_, owners) => {
    expect(markBy("sk-a", owners)).toMatch(/^\.[\w-]{8}$/)
  })

  test("is one of this key only for its own thing", () => {
    const { account } = fresh("sk-a")
    expect(account.isSameKey("sbx-1", markBy("sk-a"))).toBe(true)
    expect(account.isSameKey("sbx-2", markBy("sk-a"))).toBe(false)
    for (const mark of [markBy("sk-b"), undefined, "", "no mark"]) {
      expect(account.isSameKey("sbx-1", mark)).toBe(false)
    }
  })
})

describe("What the API does not know", () => {
  type Verdict = "same" | "other" | "unclear"
  test.each<[string, string | undefined, string[], Verdict, number]>([
    ["of the same key", markBy("sk-a", [ana]), [ben], "same", 0],
    ["of the same key, created when no user was known", markBy("sk-a"), [ben], "same", 0],
    ["of a rotated key of the same user", markBy("sk-old", [ana]), [ana], "same", 1],
    ["of one among the users that a root key sees", markBy("sk-old", [ben]), [ana, ben], "same", 1],
    ["of another user", markBy("sk-old", [ben]), [ana], "other", 1],
    ["of another key, in an account without sandboxes", markBy("sk-old", [ben]), [], "unclear", 1],
    ["of another key that showed no user", markBy("sk-old"), [ana], "unclear", 0],
    ["without a mark", undefined, [ana], "unclear", 0],
    ["with something that is no mark", "no mark", [ana], "unclear", 0],
  ])("%s is judged", async (_, mark, owners, verdict, looks) => {
    const { account, list } = fresh("sk-a", owners)
    expect(await account.verdict({ id: "sbx-1", mark }, within)).toBe(verdict)
    expect(list).toHaveBeenCalledTimes(looks)
    const refusal = await refusalOf(account.mustBeGone(thing(mark), within))
    expect(refusal?.message).toBe(verdict === "same" ? undefined : refusals[verdict])
    expect(list).toHaveBeenCalledTimes(looks)
  })

  test("is refused with the code forbidden, and with every way on", async () => {
    const { account } = fresh("sk-a", [ana])
    expect(await refusalOf(account.mustBeGone(thing(markBy("sk-old", [ben])), within))).toEqual({
      code: "forbidden",
      message: refusals.other,
      hint:
        "Use the key of the account that created it: scalebox:apiKey, SCALEBOX_API_KEY or apiKey of the Provider. " +
        "If you know that it is gone, run this one command with SCALEBOX_BELIEVE_MISSING=true in the environment",
    })
  })

  test("is believed to be gone, without a call, if the user says so", async () => {
    const { account, list } = fresh("sk-a", [ana], { believeMissing: true })
    for (const mark of [markBy("sk-old", [ben]), markBy("sk-old"), undefined]) {
      await expect(account.mustBeGone(thing(mark), within)).resolves.toBeUndefined()
    }
    expect(list).not.toHaveBeenCalled()
  })

  test.each([
    ["no mark, and its time over", undefined, false, false, true],
    ["no mark, and time left", undefined, true, false, false],
    ["no mark, and time left, if something else of the state is known", undefined, true, true, true],
    ["another key's mark, and its time over", markBy("sk-old"), false, false, false],
    ["another key's mark, though something else of the state is known", markBy("sk-old"), true, true, false],
    [
      "another user's mark, if something else of the state is known",
      markBy("sk-old", [ben]),
      true,
      true,
      false,
    ],
  ])("with %s is taken for gone or not", async (_, mark, shouldLive, isKnown, isGone) => {
    const { account } = fresh("sk-a", [ana])
    if (isKnown) account.noteKnown()
    const refusal = await refusalOf(account.mustBeGone(thing(mark, { shouldLive }), within))
    expect(refusal === undefined).toBe(isGone)
  })

  test("costs one look in a session, and none if a user was shown before", async () => {
    const { account, list } = fresh("sk-a", [ana])
    const of = (mark: string) => account.verdict({ id: "sbx-1", mark }, within)
    const verdicts = [of(markBy("sk-old", [ben])), of(markBy("sk-old", [ana])), of(markBy("sk-c", [ben]))]
    expect(await Promise.all(verdicts)).toEqual(["other", "same", "other"])
    expect(await of(markBy("sk-d", [ben]))).toBe("other")
    expect(list).toHaveBeenCalledTimes(1)
    const other = fresh("sk-a", [])
    other.account.learn(rowsOf([ana]))
    expect(await other.account.verdict({ id: "sbx-1", mark: markBy("sk-old", [ana]) }, within)).toBe("same")
    expect(other.list).not.toHaveBeenCalled()
  })

  test("is of the user that the state shows for this key, though the account shows nothing any more", async () => {
    const { account } = fresh("sk-a")
    const verdict = (owner: string) =>
      account.verdict({ id: "sbx-1", mark: markBy("sk-rotated", [owner]) }, within)
    expect(await verdict(ana)).toBe("unclear")
    expect(account.isSameKey("sbx-2", markBy("sk-a", [ana], "sbx-2"))).toBe(true)
    expect(await verdict(ana)).toBe("same")
    expect(await verdict(ben)).toBe("other")
  })

  test("is asked for again if the look failed", async () => {
    const { account, list } = fresh("sk-a", [ana])
    const failure = new ScaleboxError({ code: "unavailable", message: "no" })
    list.mockRejectedValueOnce(failure)
    const judged = () => account.mustBeGone(thing(markBy("sk-old", [ana])), within)
    await expect(judged()).rejects.toBe(failure)
    await expect(judged()).resolves.toBeUndefined()
    expect(list).toHaveBeenCalledTimes(2)
  })
})

describe("Calls on a state of an earlier version", () => {
  /** Two whose things are missing, and one that answers later. */
  function calls(later: (account: Account) => void) {
    const { account } = fresh("sk-a")
    let answer = () => {}
    const answered = new Promise<void>((resolve) => {
      answer = resolve
    })
    const judged: string[] = []
    const last = account.answering(async () => {
      await answered
      later(account)
    })
    const missing = ["sbx-1", "sbx-2"].map((id) =>
      account
        .answering(() => account.mustBeGone(thing(undefined, { id }), within))
        .then(
          () => judged.push("gone"),
          () => judged.push("refused"),
        ),
    )
    return { judged, answer, all: () => Promise.allSettled([...missing, last]) }
  }

  test.each([
    ["is found", (account: Account) => account.noteKnown(), "gone"],
    ["shows nothing", () => {}, "refused"],
    [
      "fails",
      () => {
        throw new Error("no")
      },
      "refused",
    ],
  ])("are judged once the last has answered, which %s", async (_, later, verdict) => {
    const { judged, answer, all } = calls(later)
    await new Promise(setImmediate)
    expect(judged).toEqual([])
    answer()
    await all()
    expect(judged).toEqual([verdict, verdict])
  })
})
