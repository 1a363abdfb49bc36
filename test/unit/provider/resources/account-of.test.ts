import { areOtherAccounts } from "../../../../provider/src/resources/account-of"
import { type EmulatedStage, emulated } from "../../../support/context"
import "../../../support/send"

const server = emulated()

const judged = (one: EmulatedStage, other: EmulatedStage) =>
  areOtherAccounts(one.session.configuration, other.session.configuration, {})

/** The same account by another key. */
function rotated({ account }: EmulatedStage): EmulatedStage {
  const stage = server.stage({ apiKey: "sk-rotated" })
  account.addKey("sk-rotated")
  return stage
}

test("Sandboxes tell two accounts apart, and show that a key was rotated", async () => {
  const [one, other] = [server.stage(), server.stage()]
  expect(await judged(one, other)).toBe(false)
  await one.session.client.createSandbox({})
  expect(await judged(one, other)).toBe(true)
  expect(await judged(other, one)).toBe(true)
  expect(await judged(one, rotated(one))).toBe(false)
})

test("Templates tell if there are no sandboxes", async () => {
  const [one, other] = [server.stage(), server.stage()]
  const { sandboxId } = await one.session.client.createSandbox({})
  await one.session.client.createTemplate(sandboxId, { name: "golden" })
  one.account.remove(sandboxId)
  expect(await judged(one, other)).toBe(true)
  expect(await judged(one, rotated(one))).toBe(false)
})
