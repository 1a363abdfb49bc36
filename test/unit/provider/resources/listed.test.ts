import { listed } from "../../../../provider/src/resources/listed"
import { withOwnKeys } from "../../../../provider/src/resources/marks"
import { emulated } from "../../../support/context"
import { runningMember, strayMember } from "../../../support/pool-stage"

const emulator = emulated({ bootMs: 0, stopMs: 0 })

/** An account with two sandboxes, one of them ours, a pool of two, and a template. */
async function furnished() {
  const stage = emulator.stage()
  const { client } = stage.session
  const customPorts = [{ port: 80, name: "web" }]
  const { sandboxId: plain } = await client.createSandbox({ name: "plain", customPorts })
  const metadata = withOwnKeys({}, { owner: "shop/dev/own", nonce: "n-2" })
  const { sandboxId: own } = await client.createSandbox({ name: "own", metadata })
  const { sandboxId: gone } = await client.createSandbox({ name: "gone" })
  await client.deleteSandbox(gone)
  await runningMember(stage, 1)
  await runningMember(stage, 0)
  const { templateId } = await client.createTemplate(plain, { name: "image" })
  await client.createTemplate(plain, { name: "shown-to-all", visibility: "public" })
  return { stage, plain, own, templateId }
}

test("lists what the account holds, by kind", async () => {
  const { stage, plain, own, templateId } = await furnished()
  const ofSandboxes = [
    { id: own, name: "own" },
    { id: plain, name: "plain" },
  ]
  expect(await listed("sandbox", stage.context())).toEqual(ofSandboxes)
  expect(await listed("sandboxPort", stage.context())).toEqual([{ id: `${plain}/80`, name: "web" }])
  expect(await listed("sandboxPool", stage.context())).toEqual([{ id: "pool-n-1", name: "web" }])
  expect(await listed("sandboxPowerState", stage.context())).toEqual(ofSandboxes)
  expect(await listed("sandboxProjectAssignment", stage.context())).toEqual(ofSandboxes)
  expect(await listed("sandboxTemplate", stage.context())).toEqual([{ id: templateId, name: "image" }])
})

test("asks for each sandbox whose listing hides what a pool is known by", async () => {
  const stage = emulator.stage()
  await strayMember(stage, 0)
  await stage.session.client.createSandbox({ name: "plain", customPorts: [{ port: 80, name: "web" }] })
  const { listSandboxes } = stage.session.client
  jest.spyOn(stage.session.client, "listSandboxes").mockImplementation(async (...args) => {
    const page = await listSandboxes.apply(stage.session.client, args)
    return {
      ...page,
      sandboxes: page.sandboxes.map(({ metadata, customPorts, ...row }) => row),
    }
  })
  expect(await listed("sandboxPool", stage.context())).toEqual([{ id: "pool-n-1", name: "web" }])
  expect((await listed("sandbox", stage.context())).map(({ name }) => name)).toEqual(["plain"])
  expect((await listed("sandboxPort", stage.context())).map(({ name }) => name)).toEqual(["web"])
})
