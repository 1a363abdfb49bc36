import { lifecycles } from "../../../../../provider/src/resources"
import { unknown } from "../../../../../provider/src/resources/properties"
import { emulated } from "../../../../support/context"

const server = emulated()
const port = { sandboxId: "sbx-1", port: 8080 }
const check = (name: string, olds: object, news: object) => {
  const context = server.stage().context("look", { owner: `shop/dev/${name}` })
  return lifecycles.sandboxPort.check(context, { ...olds }, { ...port, ...news })
}

describe("The name of a port", () => {
  test.each([
    ["is that of the resource", "api", {}, {}, "api"],
    [
      "is cut to what a port can have, without a hyphen at the end",
      "dev-server-web-api",
      {},
      {},
      "dev-server-web",
    ],
    ["is the one that is given", "api", {}, { name: "web" }, "web"],
    ["stays what it was", "api", { ...port, name: "web" }, {}, "web"],
    ["is not made up if it is not known yet", "api", {}, { name: unknown }, unknown],
    ["is made up for null", "api", {}, { name: null }, "api"],
  ])("%s", async (_, name, olds, news, expected) => {
    expect(await check(name, olds, news)).toEqual({ inputs: { ...port, name: expected }, failures: [] })
  })

  test("must be given if the resource's is no name of a port", async () => {
    expect((await check("Dev API", {}, { port: 0 })).failures).toEqual([
      "port: must be at least 1",
      "name: must consist of lower-case letters, digits and single inner hyphens, with at least one letter; " +
        "the name of the resource is taken, as none is given",
    ])
  })

  test("is that of the port that an import takes over", async () => {
    const stage = server.stage()
    const { sandboxId } = await stage.session.client.createSandbox({
      customPorts: [{ port: 8080, name: "web" }],
    })
    const context = stage.context("look", { importId: `${sandboxId}/8080` })
    expect(await lifecycles.sandboxPort.check(context, {}, { sandboxId, port: 8080 })).toEqual({
      inputs: { sandboxId, port: 8080, name: "web" },
      failures: [],
    })
  })
})
