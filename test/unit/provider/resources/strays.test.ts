import type { SandboxDetails } from "../../../../provider/src/contract"
import { memberNonce, withOwnKeys } from "../../../../provider/src/resources/marks"
import { Strays } from "../../../../provider/src/resources/strays"
import { NotedLog } from "../../../support/context"

/** What a run that has just begun knows. */
function newRun() {
  const log = new NotedLog()
  return { strays: new Strays(log), warnings: log.warnings }
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
  test("names a cut run's members of a pool that is new, once, and recover", () => {
    const { strays, warnings } = newRun()
    strays.noteMaking("sandboxPool", { owner, nonce: "new" })
    const members = Array.from({ length: 7 }, (_, index) => memberOf("old", index))
    strays.warnOf([memberOf("new"), ...members])
    strays.warnOf(members)
    expect(warnings).toEqual([
      "sbx-old-0-u (web), sbx-old-1-u (web), sbx-old-2-u (web), sbx-old-3-u (web), sbx-old-4-u (web) and 2 more: " +
        "made for resources of this stack, but not in its state. If a run was killed, " +
        "`pulumi-scalebox recover` shows what is left of it",
    ])
  })

  test.each<[string, (strays: Strays) => void, SandboxDetails[]]>([
    [
      "the members that a new pool gets",
      (strays) => strays.noteMaking("sandboxPool", { owner, nonce: "new" }),
      [memberOf("new"), memberOf("new", 1), sandboxOf("new/0/v")],
    ],
    [
      "both halves of a pool that is replaced",
      (strays) => {
        strays.noteExisting("sandboxPool", { owner })
        strays.noteMaking("sandboxPool", { owner, nonce: "new" })
      },
      [memberOf("old"), memberOf("new")],
    ],
    [
      "a pool that is scaled, or whose members are made again",
      (strays) => strays.noteExisting("sandboxPool", { owner }),
      [memberOf("old"), memberOf("old", 1)],
    ],
    [
      "members that are ending",
      (strays) => strays.noteMaking("sandboxPool", { owner, nonce: "new" }),
      [memberOf("old", 0, "terminating"), memberOf("old", 1, "terminated")],
    ],
    [
      "what two declarations of one owner make",
      (strays) => {
        strays.noteMaking("sandboxPool", { owner, nonce: "one" })
        strays.noteMaking("sandboxPool", { owner, nonce: "two" })
      },
      [memberOf("one"), memberOf("two")],
    ],
    [
      "the sandbox of a declaration that becomes a pool of the same name",
      (strays) => strays.noteMaking("sandboxPool", { owner, nonce: "new" }),
      [sandboxOf("single"), memberOf("new")],
    ],
    [
      "the pool of a declaration that becomes a sandbox of the same name",
      (strays) => strays.noteMaking("sandbox", { owner, nonce: "single" }),
      [memberOf("old"), sandboxOf("single")],
    ],
    [
      "another owner's, and what is not ours",
      (strays) => strays.noteMaking("sandboxPool", { owner, nonce: "new" }),
      [
        sandboxOf("old/0/u", "running", "shop/prod/web"),
        { sandboxId: "sbx-9", status: "running" },
        { sandboxId: "sbx-8", status: "running", metadata: { "pulumi-scalebox-owner": owner } },
      ],
    ],
  ])("is not given of %s", (_, noted, listed) => {
    const { strays, warnings } = newRun()
    noted(strays)
    strays.warnOf(listed)
    expect(warnings).toEqual([])
  })

  test("names a sandbox of a declaration that is new", () => {
    const { strays, warnings } = newRun()
    strays.noteMaking("sandbox", { owner, nonce: "new" })
    strays.warnOf([sandboxOf("new"), sandboxOf("old")])
    expect(warnings).toEqual([expect.stringContaining("sbx-old (web): made for")])
  })
})
