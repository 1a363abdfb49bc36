import { lifecycles } from "../../../../provider/src/resources"
import type { Errand } from "../../../../provider/src/resources/context"
import type { Kind } from "../../../../provider/src/resources/kinds"
import { unknown } from "../../../../provider/src/resources/properties"
import { emulated } from "../../../support/context"

const server = emulated()
const running = { status: "running", timeoutAt: "2999-01-01T00:00:00Z", waitForRunning: true, timeout: 600 }

/** What is said when the inputs of a resource change in this way. */
async function said(kind: Kind, before: object, after: object, more: Partial<Errand> = {}, times = 1) {
  const stage = server.stage()
  for (let time = 0; time < times; time += 1) {
    const [olds, news] = [
      { ...running, ...before },
      { ...running, ...after },
    ]
    await lifecycles[kind].diff(stage.context("look", more), "sbx-1", olds, news)
  }
  expect(stage.calls()).toEqual([])
  return stage.log.infos
}

const mount = { uri: "s3://one/x", mountPoint: "/mnt", accessKey: "a", secretKey: "hush", region: "r" }
const other = { uri: "s3://two/x", mountPoint: "/two", accessKey: "a", secretKey: "hush", region: "r" }
const mountKeys = ["objectStorage.accessKey", "objectStorage.secretKey"]

describe("A replacement whose reason Pulumi hides", () => {
  test.each<[object, object, string[], string]>([
    [
      { envVars: { A: "hush", B: "1", C: "2" } },
      { envVars: { A: "hush-2", B: "1", D: "3" } },
      ["envVars"],
      "envVars changed (A, C, D)",
    ],
    [{}, { envVars: { A: "hush" } }, ["envVars"], "envVars changed"],
    [
      { envVars: { A: "1" } },
      { envVars: { A: unknown } },
      ["envVars"],
      "envVars changed (A is not known yet)",
    ],
    [{ envVars: { A: "1" } }, { envVars: unknown }, ["envVars"], "envVars changed"],
    [{ timeout: 600 }, { timeout: 300 }, [], "timeout is shorter"],
    [{ timeout: 600 }, { timeout: 300 }, ["timeout"], "timeout changed"],
    [
      { timeout: 600, envVars: { A: "1" } },
      { timeout: 300, envVars: { A: "2" } },
      ["envVars"],
      "timeout is shorter, envVars changed (A)",
    ],
    [
      { objectStorage: mount },
      { objectStorage: { ...mount, uri: "s3://two/x", secretKey: "hush-2" } },
      mountKeys,
      "objectStorage changed (secretKey)",
    ],
    [
      { objectStorage: [mount, other] },
      { objectStorage: [{ ...other, accessKey: "b" }, mount] },
      mountKeys,
      "objectStorage changed (accessKey)",
    ],
    [{ metadata: { hush: "1" } }, { metadata: { hush: "2" } }, ["metadata"], "metadata changed"],
    [
      { metadata: { note: "1", plain: "1" } },
      { metadata: { note: "2", plain: "2" } },
      ["metadata.note"],
      "metadata changed (note)",
    ],
    [{ name: "hush" }, { name: "hush-2" }, ["name"], "name changed"],
  ])("from %j to %j is announced by names", async (before, after, secretInputs, reason) => {
    const line = `${reason}: Sandbox web is replaced`
    expect(await said("sandbox", before, after, { secretInputs })).toEqual([line])
  })

  test.each<[Kind, object, object, string[], string]>([
    [
      "sandboxPool",
      { envVars: { A: "1" } },
      { envVars: { A: "2" } },
      ["envVars"],
      "envVars changed (A): SandboxPool",
    ],
    ["sandboxPort", { name: "hush" }, { name: "hush-2" }, ["name"], "name changed: SandboxPort"],
    ["sandboxTemplate", { name: "hush" }, { name: "hush-2" }, ["name"], "name changed: SandboxTemplate"],
    [
      "sandboxPowerState",
      { sandboxId: "a" },
      { sandboxId: "b" },
      ["sandboxId"],
      "sandbox changed: SandboxPowerState",
    ],
  ])("is announced of a %s", async (kind, before, after, secretInputs, reason) => {
    expect(await said(kind, before, after, { secretInputs })).toEqual([`${reason} web is replaced`])
  })

  test("is announced once in a run, however often the engine asks", async () => {
    const secretInputs = ["envVars"]
    const [before, after] = [{ envVars: { A: "1" } }, { envVars: { A: "2" } }]
    expect(await said("sandbox", before, after, { secretInputs }, 2)).toHaveLength(1)
  })

  test("is no more than a wish if the resource is protected", async () => {
    const more = { secretInputs: ["envVars"], isProtected: true }
    expect(await said("sandbox", { envVars: { A: "1" } }, { envVars: { A: "2" } }, more)).toEqual([
      "envVars changed (A): Sandbox web would be replaced, but is protected",
    ])
  })
})

describe("Nothing is said of", () => {
  test.each<[string, object, object, Partial<Errand>]>([
    ["what Pulumi shows", { template: "base" }, { template: "python-dev" }, { secretInputs: ["envVars"] }],
    ["a longer timeout", { timeout: 600 }, { timeout: 900 }, {}],
    [
      "the plain part of a mount",
      { objectStorage: mount },
      { objectStorage: { ...mount, uri: "s3://two/x" } },
      { secretInputs: mountKeys },
    ],
    ["what stays", { envVars: { A: "1" } }, { envVars: { A: "1" } }, { secretInputs: ["envVars"] }],
    [
      "an import, which is refused",
      { envVars: { A: "1" } },
      { envVars: { A: "2" } },
      { secretInputs: ["envVars"], importId: "sbx-1" },
    ],
  ])("%s", async (_, before, after, more) => {
    expect(await said("sandbox", before, after, more)).toEqual([])
  })
})
