import { sandboxTemplateLifecycle } from "../../../../../provider/src/resources/sandbox-template/lifecycle"
import { emulated } from "../../../../support/context"

const server = emulated({ bootMs: 4_000 })
const { check, create } = sandboxTemplateLifecycle

const settings = {
  description: "by hand",
  visibility: "private",
  cpuCount: 2,
  memoryMb: 1024,
  customCommand: "sleep 1",
  readyCommand: { command: ["true"], periodSeconds: 5 },
}
const ports = [
  { port: 80, name: "web" },
  { port: 9000, name: "api", protocol: "udp", servicePort: 90 },
]

/** A template that somebody has created. */
async function byHand() {
  const stage = server.stage()
  const { sandboxId } = await stage.session.client.createSandbox({})
  const declared = { sandboxId, name: "golden", ...settings, ports }
  const { id } = await create(stage.context("create"), declared)
  const importing = stage.context("create", { importId: id })
  const failures = async (change: object) =>
    (await check(importing, {}, { ...declared, ...change })).failures.map((text) => text.split(":")[0])
  return { stage, id, declared, importing, failures }
}

test("An import takes a template over, however it is spelt", async () => {
  const { stage, id, declared, importing, failures } = await byHand()
  expect(await failures({})).toEqual([])
  expect(await failures({ ports: [{ ...ports[1], protocol: "UDP" }], visibility: undefined })).toEqual([])
  const before = stage.calls().length
  expect(await create(importing, declared)).toMatchObject({
    id,
    outputs: { ...declared, status: "available" },
  })
  expect(stage.calls().slice(before)).toEqual([`GET /v1/templates/${id}`])
})

test.each([
  ["name", "other"],
  ["description", "other"],
  ["visibility", "public"],
  ["cpuCount", 4],
  ["memoryMb", 2048],
  ["customCommand", "other"],
  ["readyCommand", { command: ["false"] }],
  ["ports", [{ port: 80, name: "other" }]],
])("An import refuses another %s", async (name, value) => {
  const { failures } = await byHand()
  expect(await failures({ [name]: value })).toEqual([name])
})

test("An import refuses what is not there, or has failed", async () => {
  const { stage, declared } = await byHand()
  const none = stage.context("create", { importId: "tpl-none" })
  await expect(check(none, {}, declared)).rejects.toThrow(
    /^Cannot import template "tpl-none": .* If it is gone, remove the import option to create a new one$/,
  )
  stage.account.addFault({ kind: "failTemplate", reason: "disk full" })
  const failed = await create(stage.context("create"), { ...declared, name: "broken" }).catch(
    (error) => error,
  )
  const importing = stage.context("create", { importId: failed.id })
  await expect(check(importing, {}, declared)).rejects.toThrow(
    `Cannot import template "${failed.id}": it is failed: disk full. Remove the import option`,
  )
})
