import { readFileSync } from "node:fs"
import { sharedEmulator } from "../support/emulator"
import { expectDestroyed, expectExtended, fixtureSecrets, partsOf } from "../support/fixture"
import { expectMembers, storedIds } from "../support/pool"
import { isCut, recorded, statesOf } from "../support/recording"
import { Stack } from "../support/stack"
import { cancelAndRecover, living } from "../support/whole"

/** The packages that the resources of a state belong to, components left out. */
const packagesOf = (stack: Stack) => [
  ...new Set(
    stack
      .resources()
      .filter(({ id }) => id)
      .map(({ type }) => type.split(":")[0]),
  ),
]

const idsOf = (stack: Stack) =>
  stack
    .resources()
    .map(({ id, outputs }) => `${id} ${outputs?.sandboxIds}`)
    .sort()

/** An `up` with its preview that changes nothing, and asks the API for nothing. */
async function expectMoved(stack: Stack, to: string): Promise<void> {
  const ids = idsOf(stack)
  stack.account.clearRequests()
  const up = stack.succeeded(await stack.previewedUp(), "up")
  expect(up.plan).toEqual([])
  expect(stack.requests()).toEqual([])
  expect(idsOf(stack)).toEqual(ids)
  expect(packagesOf(stack)).toEqual([to])
}

/** What has ended is looked at, and the sandboxes of the recorded states would have ended long ago. */
function withLaterEnds(stack: Stack): void {
  const later = new Date(Date.now() + 3_600_000).toISOString()
  stack.stateText = stack.stateText.replace(/(timeoutAt\\*":\s*\\*")[^"\\]+/g, `$1${later}`)
}

for (const name of ["0.1.0", "0.1.0-all"]) {
  test.concurrent(`the state ${name} moves over to the plugin without a call, and goes on there`, () =>
    recorded(name, async (stack) => {
      withLaterEnds(stack)
      stack.setNative(true, readFileSync(partsOf(name).program, "utf8"))
      await expectMoved(stack, "scalebox")
      expect(stack.backendText()).not.toMatch(fixtureSecrets)
      expect(stack.deployment().resources.filter(({ type }) => type.includes("pulumi-nodejs"))).toEqual([])
      stack.succeeded(await stack.refresh(), "refresh")
      if (name === "0.1.0-all") await expectExtended(stack)
      await expectDestroyed(stack)
    }))
}

test.concurrent("a pool that lacks members moves over and is filled up in one run", () =>
  recorded("0.1.0-failed-pool", async (stack) => {
    const ids = storedIds(stack, "pool")
    for (const id of ids) stack.account.release(id)
    stack.setNative(true, readFileSync(partsOf("0.1.0-failed-pool").program, "utf8"))
    expect((await stack.mustUp()).plan).toEqual(["update pool"])
    expectMembers(stack, 5, "pool")
    expect(storedIds(stack, "pool")).toEqual(expect.arrayContaining(ids))
    expect(packagesOf(stack)).toEqual(["scalebox"])
    await expectDestroyed(stack)
  }))

for (const name of statesOf(isCut)) {
  test.concurrent(`the state ${name} is recovered, and moves over with what is still to be deleted`, () =>
    recorded(name, async (stack) => {
      stack.env = { ...stack.env, TEXT: "after" }
      await cancelAndRecover(stack)
      const old = stack.resources().filter((resource) => resource.delete)
      const ids = living(stack)
      stack.account.clearRequests()
      stack.setNative(true, readFileSync(partsOf(name).program, "utf8"))
      const { plan } = await stack.mustUp()
      expect(plan).toEqual(old.map(({ urn }) => `delete-replaced ${urn.split("::").at(-1)}`))
      expect(stack.requests("POST")).toEqual([])
      expect(living(stack)).toEqual(ids.filter((one) => !old.some(({ id }) => id === one)))
      expect(packagesOf(stack)).toEqual(["scalebox"])
      expect(stack.backendText()).not.toMatch(fixtureSecrets)
      await expectDestroyed(stack)
    }))
}

const program = `
  const { BACK, NAME = "web", TIMEOUT = 600 } = process.env
  const was = (type) => (BACK ? [{ type: "scalebox:index:" + type }] : [])
  const dev = new scalebox.Sandbox("dev", { timeout: Number(TIMEOUT), envVars: { TOKEN: "MARK-env" } }, { aliases: was("Sandbox") })
  new scalebox.SandboxPort(NAME, { sandbox: dev, port: 8080, name: "web" }, {
    parent: dev,
    aliases: NAME === "web" ? [] : [{ name: "web" }, ...was("SandboxPort")],
  })
`

test.concurrent("a stack of today moves over, with a child under a new name, and back until the plugin changes it", async () => {
  const stack = await Stack.create(await sharedEmulator(), "moving", { program })
  await stack.mustUp()
  stack.env = { ...stack.env, NAME: "site" }
  stack.setNative(true, program)
  await expectMoved(stack, "scalebox")

  stack.env = { ...stack.env, BACK: "yes" }
  stack.setNative(false, program)
  await expectMoved(stack, "pulumi-nodejs")

  stack.env = { ...stack.env, BACK: undefined, TIMEOUT: "900" }
  stack.setNative(true, program)
  expect((await stack.mustUp()).plan).toEqual(["update dev"])
  expect(stack.account.sandbox(stack.resource("dev").id ?? "")?.timeout).toBe(900)
  expect(stack.backendText()).not.toContain("MARK-env")
  await stack.end()
})
