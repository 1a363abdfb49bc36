import * as z from "zod"
import {
  type CreateSandboxRequest,
  type ShownSetting,
  sandboxSettingsShape,
  shownSettings,
} from "../../provider/src/contract"
import { emulator } from "../support/api"

const server = emulator()

const rows = Object.entries(shownSettings).flatMap(([name, row]) =>
  row === null ? [] : [{ name: name as ShownSetting, ...row }],
)

/** A value that the setting's schema takes and that differs from what is shown if nothing was said. */
function sample(name: ShownSetting): unknown {
  if (name === "customPorts") return [{ port: 8080, name: "web", protocol: "TCP", servicePort: 81 }]
  const schema = z.toJSONSchema(sandboxSettingsShape[name], { io: "input" })
  switch (schema.type) {
    case "boolean":
      return !rows.some((row) => row.name === name && "unsaid" in row && row.unsaid === true)
    case "number":
      return schema.minimum
    case "object":
      return { key: `of ${name}` }
    default:
      return schema.enum?.[0] ?? `some ${name}`
  }
}

/** A template of one's own, without which some settings are refused. */
async function ownTemplate({ client, running }: ReturnType<typeof server.account>): Promise<string> {
  const { templateId } = await client.createTemplate(await running(), { name: "mine" })
  return templateId
}

describe("Every setting that an answer shows as it was given", () => {
  test("is taken, kept and shown, and was another one before", async () => {
    const api = server.account()
    const template = await ownTemplate(api)
    const said = Object.fromEntries(rows.map(({ name }) => [name, sample(name)])) as CreateSandboxRequest
    const made = await api.client.createSandbox({ ...said, template })
    const later = await api.client.getSandbox(made.sandboxId)
    const unsaid = await api.client.createSandbox({ template })
    for (const { name, as } of rows) {
      const shown = {
        name,
        made: made[as],
        later: later[as],
        kept: api.account.sandbox(made.sandboxId)?.[as],
      }
      const value = name === "customPorts" ? [expect.objectContaining(said.customPorts?.[0])] : said[name]
      expect(shown).toEqual({ name, made: value, later: value, kept: value })
      expect(unsaid[as]).not.toEqual(value)
    }
  })

  test("is shown as the contract says if nothing was said", async () => {
    const { client } = server.account()
    const made = await client.createSandbox({})
    const plain = rows.filter((row) => "unsaid" in row)
    expect(plain.length).toBeGreaterThan(5)
    for (const row of plain) expect([row.name, made[row.as]]).toEqual([row.name, row.unsaid])
  })
})
