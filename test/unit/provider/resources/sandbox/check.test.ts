import { unknown } from "../../../../../provider/src/resources/properties"
import { checkSettings } from "../../../../../provider/src/resources/sandbox/check"
import { sandboxInputs } from "../../../../../provider/src/resources/sandbox/inputs"
import { scripted } from "../../../../support/context"
import { ok } from "../../../../support/send"

const oneRegion = () => scripted([ok({ scalebox_regions: [{ id: "us-east", name: "US East" }] })])
const check = ({ context }: ReturnType<typeof scripted>, news: Record<string, unknown>, olds = {}) =>
  checkSettings(context(), sandboxInputs, olds, news)

describe("checkSettings", () => {
  test("fills defaults in, and knows what was declared", async () => {
    const stage = scripted([])
    const { inputs, declared, failures } = await check(stage, { cpuCount: 2, template: null })
    expect(failures).toEqual([])
    expect(declared).toEqual({ cpuCount: 2 })
    expect(inputs).toMatchObject({ cpuCount: 2, timeout: 300, waitForRunning: true, autoPause: false })
    expect(stage.calls()).toEqual([])
  })

  test("answers the inputs as they came where anything is wrong, with all that is", async () => {
    const news = { cpuCount: 0, template: null, locality: { force: true } }
    expect(await check(scripted([]), news)).toMatchObject({
      inputs: news,
      failures: ["cpuCount: must be at least 1", "locality.force: has no effect without locality.region"],
    })
  })

  test("refuses a preview without a key, but says first what is wrong with the inputs", async () => {
    const keyless = scripted([], { apiKey: "" })
    await expect(check(keyless, {})).rejects.toMatchObject({ code: "configuration" })
    expect((await check(keyless, { cpuCount: 0 })).failures).toHaveLength(1)
  })

  test("refuses a region that there is not, before anything is created", async () => {
    const { failures, inputs } = await check(oneRegion(), { locality: { region: "moon" } })
    expect(failures).toEqual(["locality.region: must be one of the regions that have room now: us-east"])
    expect(inputs).toEqual({ locality: { region: "moon" } })
    expect((await check(oneRegion(), { locality: { region: "us-east" } })).failures).toEqual([])
  })

  test("takes a region that it took before, or that is not known yet", async () => {
    const stage = scripted([])
    const moon = { locality: { region: "moon" } }
    expect((await check(stage, moon, moon)).failures).toEqual([])
    expect((await check(stage, { locality: { region: unknown } })).failures).toEqual([])
    expect(stage.calls()).toEqual([])
  })
})
