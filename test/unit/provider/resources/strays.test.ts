import type { SandboxDetails } from "../../../../provider/src/contract"
import { memberNonce, withOwnKeys } from "../../../../provider/src/resources/marks"
import type { Strays } from "../../../../provider/src/resources/strays"
import { emulated } from "../../../support/context"

const server = emulated()

/** What a run that has just begun knows, in an account that is empty. */
function newRun() {
  const stage = server.stage()
  const { deadline } = stage.context()
  const making = (nonce: string) => ({ owner, nonce, deadline })
  return { strays: stage.session.strays, warnings: stage.log.warnings, making, stage }
}
type Making = ReturnType<typeof newRun>["making"]

const owner = "shop/dev/web"
const sandboxOf = (nonce: string, status = "running", of = owner): SandboxDetails => ({
  sandboxId: `sbx-${nonce.replaceAll("/", "-")}`,
  status,
  metadata: withOwnKeys(undefined, { owner: of, nonce }),
})
const memberOf = (pool: string, index = 0, status = "running") =>
  sandboxOf(memberNonce(pool, index, "u"), status)

describe("The warning of strays", () => {
  test("names a cut run's members of a pool that is new, once, and recover", async () => {
    const { strays, warnings, making } = newRun()
    await strays.noteMaking("sandboxPool", making("new"))
    const members = Array.from({ length: 7 }, (_, index) => memberOf("old", index))
    await Promise.all([strays.warnOf([memberOf("new"), ...members]), strays.warnOf(members)])
    await strays.warnOf(members)
    expect(warnings).toEqual([
      "Sandboxes of the same names, created by a stack of this name, exist already: sbx-old-0-u (web), sbx-old-1-u (web), " +
        "sbx-old-2-u (web), sbx-old-3-u (web), sbx-old-4-u (web) and 2 more. If a run was killed, " +
        "`npx pulumi-scalebox recover` shows what is left of it",
    ])
  })

  test.each<[string, (strays: Strays, making: Making) => unknown, SandboxDetails[]]>([
    [
      "the members that a new pool gets",
      (strays, making) => strays.noteMaking("sandboxPool", making("new")),
      [memberOf("new"), memberOf("new", 1), sandboxOf("new/0/v")],
    ],
    [
      "both halves of a pool that is replaced",
      async (strays, making) => {
        strays.noteExisting("sandboxPool", { owner })
        await strays.noteMaking("sandboxPool", making("new"))
      },
      [memberOf("old"), memberOf("new")],
    ],
    [
      "a pool that is scaled, or whose members are created again",
      (strays) => strays.noteExisting("sandboxPool", { owner }),
      [memberOf("old"), memberOf("old", 1)],
    ],
    [
      "members that are ending",
      (strays, making) => strays.noteMaking("sandboxPool", making("new")),
      [memberOf("old", 0, "terminating"), memberOf("old", 1, "terminated")],
    ],
    [
      "what two declarations of one owner make",
      async (strays, making) => {
        await strays.noteMaking("sandboxPool", making("one"))
        await strays.noteMaking("sandboxPool", making("two"))
      },
      [memberOf("one"), memberOf("two")],
    ],
    [
      "the sandbox of a declaration that becomes a pool of the same name",
      (strays, making) => strays.noteMaking("sandboxPool", making("new")),
      [sandboxOf("single"), memberOf("new")],
    ],
    [
      "the pool of a declaration that becomes a sandbox of the same name",
      (strays, making) => strays.noteMaking("sandbox", making("single")),
      [memberOf("old"), sandboxOf("single")],
    ],
    [
      "another owner's, and what is not ours",
      (strays, making) => strays.noteMaking("sandboxPool", making("new")),
      [
        sandboxOf("old/0/u", "running", "shop/prod/web"),
        { sandboxId: "sbx-9", status: "running" },
        { sandboxId: "sbx-8", status: "running", metadata: { "pulumi-scalebox-owner": owner } },
      ],
    ],
  ])("is not given of %s", async (_, noted, listed) => {
    const { strays, warnings, making } = newRun()
    await noted(strays, making)
    await strays.warnOf(listed)
    expect(warnings).toEqual([])
  })

  test("names a sandbox of a declaration that is new", async () => {
    const { strays, warnings, making } = newRun()
    await strays.noteMaking("sandbox", making("new"))
    await strays.warnOf([sandboxOf("new"), sandboxOf("old")])
    expect(warnings).toEqual([expect.stringContaining(": sbx-old (web). If a run")])
  })

  test("names what the newest page shows, once for all declarations of one moment", async () => {
    const { strays, warnings, making, stage } = newRun()
    const others = ["a", "b", "c"].map((name) => ({ ...making(`new-${name}`), owner: `shop/dev/${name}` }))
    for (const { owner: of } of others) {
      const metadata = withOwnKeys(undefined, { owner: of, nonce: "old" })
      await stage.session.client.createSandbox({ timeout: 600, metadata })
    }
    await strays.noteMaking("sandbox", making("new"))
    await Promise.all(others.map((other) => strays.noteMaking("sandbox", other)))
    expect(warnings).toEqual([expect.stringMatching(/\(c\), sbx-\S+ \(b\), sbx-\S+ \(a\)\. If/)])
    expect(stage.calls().filter((call) => call.startsWith("GET"))).toEqual(["GET /v1/sandboxes"])
  })
})
