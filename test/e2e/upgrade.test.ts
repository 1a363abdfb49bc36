import { readFileSync } from "node:fs"
import { join } from "node:path"
import {
  expectDestroyed,
  expectExtended,
  expectUnchanged,
  fixtureSecrets,
  idsIn,
  partsOf,
  recordedNames,
} from "../support/fixture"
import { expectMembers, storedIds } from "../support/pool"
import { isCut, recorded, statesOf } from "../support/recording"

const { version } = JSON.parse(
  readFileSync(join(__dirname, "..", "..", "provider", "package.json"), "utf8"),
) as { version: string }

/** The kind of state in which a pool lacks members. */
const failed = "failed-pool"

test("there is a state of the present major version, and none shows a secret", () => {
  const names = statesOf(() => true)
  expect(names.filter((name) => name.split(".")[0] === version.split(".")[0])).not.toHaveLength(0)
  for (const { state } of recordedNames().map(partsOf)) {
    expect(readFileSync(state, "utf8")).not.toMatch(fixtureSecrets)
  }
})

for (const name of statesOf((kind) => kind !== failed && !isCut(kind))) {
  test.concurrent(
    `the state ${name} is unchanged, refreshed, extended and destroyed`,
    () =>
      recorded(name, async (stack) => {
        const ids = idsIn(stack)
        await expectUnchanged(stack)
        stack.succeeded(await stack.refresh(), "refresh")
        expect(idsIn(stack)).toEqual(ids)
        await expectUnchanged(stack)
        await expectExtended(stack)
        await expectDestroyed(stack)
      }),
    300_000,
  )
}

for (const name of statesOf((kind) => kind === failed)) {
  test.concurrent(
    `the state ${name} is filled up without another for those that live`,
    () =>
      recorded(name, async (stack) => {
        const ids = storedIds(stack, "pool")
        expect(stack.resource("pool").initErrors).toHaveLength(3)
        expect(ids).toHaveLength(3)
        const preview = stack.succeeded(await stack.preview(), "preview")
        expect(preview.plan).toEqual(["update pool"])
        stack.succeeded(await stack.refresh(), "refresh")
        expect(storedIds(stack, "pool")).toEqual(ids)
        for (const id of ids) stack.account.release(id)
        expect((await stack.mustUp()).plan).toEqual(["update pool"])
        expectMembers(stack, 5, "pool")
        expect(storedIds(stack, "pool")).toEqual(expect.arrayContaining(ids))
        await expectUnchanged(stack)
        await expectExtended(stack)
        await expectDestroyed(stack)
      }),
    300_000,
  )
}
