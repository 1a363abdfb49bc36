import { expectDestroyed, expectUnchanged, idsIn } from "../support/fixture"
import { storedIds } from "../support/pool"
import { isCut, recorded, statesOf } from "../support/recording"
import type { Stack } from "../support/stack"
import { cancelAndRecover, living } from "../support/whole"

/** Ids of the sandboxes that the state has, those to be deleted left out. */
const managedIds = (stack: Stack) =>
  stack
    .resources()
    .filter((resource) => !resource.delete)
    .flatMap(({ urn, type, id }) => {
      if (type.endsWith(":SandboxPool")) return storedIds(stack, urn.split("::").at(-1))
      return type.endsWith(":Sandbox") ? [id] : []
    })
    .sort()

for (const name of statesOf(isCut)) {
  test.concurrent(
    `the state ${name} is recovered, finished and destroyed`,
    () =>
      recorded(name, async (stack) => {
        const creating = stack.deployment().pending_operations.length
        const toDelete = stack.resources().filter((resource) => resource.delete)
        expect(creating).toBeGreaterThan(0)
        stack.env = { ...stack.env, TEXT: "after" }
        const healed = await cancelAndRecover(stack)
        expect(healed.match(/becomes managed/g)).toHaveLength(creating)
        expect(stack.deployment().pending_operations).toEqual([])
        expect(stack.resources().filter((resource) => "pendingReplacement" in resource)).toEqual([])

        const ids = managedIds(stack)
        expect(living(stack)).toEqual([...ids, ...toDelete.map(({ id }) => id)].sort())
        stack.account.clearRequests()
        const { plan } = await stack.mustUp()
        expect(plan).toEqual(toDelete.map(({ urn }) => `delete-replaced ${urn.split("::").at(-1)}`))
        expect(stack.requests("POST")).toEqual([])
        expect(managedIds(stack)).toEqual(ids)
        expect(living(stack)).toEqual(ids)

        const all = idsIn(stack)
        await expectUnchanged(stack)
        stack.succeeded(await stack.refresh(), "refresh")
        expect(idsIn(stack)).toEqual(all)
        await expectUnchanged(stack)
        await expectDestroyed(stack)
      }),
    300_000,
  )
}
