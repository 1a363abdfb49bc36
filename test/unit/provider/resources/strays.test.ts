import type { SandboxDetails } from "../../../../../provider/src/contract"
import { memberNonce, withOwnKeys } from "../../../../../provider/src/resources/sandbox/metadata"

type Strays = typeof import("../../../../../provider/src/resources/sandbox/strays")

/** The module as a new provider process has it. */
function newProcess(): Strays {
  let strays: Strays | undefined
  jest.isolateModules(() => {
    strays = require("../../../../../provider/src/resources/sandbox/strays")
  })
  return strays as Strays
}

const owner = "shop/dev/web"
const sandboxOf = (nonce: string, status = "running", of = owner): SandboxDetails => ({
  sandboxId: `sbx-${nonce.replaceAll("/", "-")}`,
  status,
  metadata: withOwnKeys(undefined, { owner: of, nonce }),
})
const memberOf = (pool: string, index = 0, status = "running") =>
  sandboxOf(memberNonce(pool, index, "u"), status)

describe("The warning of strays", () => {
  const said = jest.spyOn(console, "log").mockImplementation(() => {})
  afterEach(() => said.mockClear())
  afterAll(() => said.mockRestore())

  test("names a cut run's members of a pool that is new, once, and recover", () => {
    const { noteMaking, warnOfStrays } = newProcess()
    noteMaking("sandboxPool", { owner, nonce: "new" })
    const members = Array.from({ length: 7 }, (_, index) => memberOf("old", index))
    warnOfStrays([memberOf("new"), ...members])
    warnOfStrays(members)
    expect(said.mock.calls).toEqual([
      [
        "Warning: sbx-old-0-u (web), sbx-old-1-u (web), sbx-old-2-u (web), sbx-old-3-u (web), sbx-old-4-u (web) and 2 more: " +
          "made for resources of this stack, but not in its state. If a run was killed, " +
          "`pulumi-scalebox recover` shows what is left of it",
      ],
    ])
  })

  test.each<[string, (strays: Strays) => void, SandboxDetails[]]>([
    [
      "the members that a new pool gets",
      ({ noteMaking }) => noteMaking("sandboxPool", { owner, nonce: "new" }),
      [memberOf("new"), memberOf("new", 1), sandboxOf("new/0/v")],
    ],
    [
      "both halves of a pool that is replaced",
      ({ noteExisting, noteMaking }) => {
        noteExisting("sandboxPool", { owner, nonce: "old" })
        noteMaking("sandboxPool", { owner, nonce: "new" })
      },
      [memberOf("old"), memberOf("new")],
    ],
    [
      "a pool that is scaled, or whose members are made again",
      ({ noteExisting }) => noteExisting("sandboxPool", { owner, nonce: "old" }),
      [memberOf("old"), memberOf("old", 1)],
    ],
    [
      "members that are ending",
      ({ noteMaking }) => noteMaking("sandboxPool", { owner, nonce: "new" }),
      [memberOf("old", 0, "terminating"), memberOf("old", 1, "terminated")],
    ],
    [
      "what two declarations of one owner make",
      ({ noteMaking }) => {
        noteMaking("sandboxPool", { owner, nonce: "one" })
        noteMaking("sandboxPool", { owner, nonce: "two" })
      },
      [memberOf("one"), memberOf("two")],
    ],
    [
      "the sandbox of a declaration that becomes a pool of the same name",
      ({ noteMaking }) => noteMaking("sandboxPool", { owner, nonce: "new" }),
      [sandboxOf("single"), memberOf("new")],
    ],
    [
      "the pool of a declaration that becomes a sandbox of the same name",
      ({ noteMaking }) => noteMaking("sandbox", { owner, nonce: "single" }),
      [memberOf("old"), sandboxOf("single")],
    ],
    [
      "another owner's, and what is not ours",
      ({ noteMaking }) => noteMaking("sandboxPool", { owner, nonce: "new" }),
      [
        sandboxOf("old/0/u", "running", "shop/prod/web"),
        { sandboxId: "sbx-9", status: "running" },
        { sandboxId: "sbx-8", status: "running", metadata: { "pulumi-scalebox-owner": owner } },
      ],
    ],
  ])("is not given of %s", (_, noted, listed) => {
    const strays = newProcess()
    noted(strays)
    strays.warnOfStrays(listed)
    expect(said).not.toHaveBeenCalled()
  })

  test("names a sandbox of a declaration that is new", () => {
    const { noteMaking, warnOfStrays } = newProcess()
    noteMaking("sandbox", { owner, nonce: "new" })
    warnOfStrays([sandboxOf("new"), sandboxOf("old")])
    expect(said).toHaveBeenCalledWith(expect.stringContaining("Warning: sbx-old (web): made for"))
  })
})
