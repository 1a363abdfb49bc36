import { emulator } from "../support/api"

const server = emulator({ fullRegions: ["eu-west"] })

describe("GET /v1/scalebox-regions", () => {
  test("lists regions that have room, by id and name", async () => {
    const { client } = server.account()
    const regions = await client.listRegions()
    expect(regions.map(({ id }) => id)).toEqual([
      "us-east",
      "us-west",
      "eu-central",
      "ap-south",
      "ap-southeast",
      "ap-northeast",
    ])
    for (const { name } of regions) expect(name).toMatch(/\w/)
  })

  test.each([null, "wrong key", "sk-unknown"])("works with the key %p", async (key) => {
    const { raw } = server.account()
    const { status, data } = await raw("GET", "/v1/scalebox-regions", { key })
    expect(status).toBe(200)
    expect(data.scalebox_regions).toContainEqual({ id: "us-east", name: expect.any(String) })
  })

  test("names regions that a sandbox can be created in", async () => {
    const { client, account } = server.account()
    for (const { id } of await client.listRegions()) {
      const { sandboxId } = await client.createSandbox({ locality: { region: id, force: true } })
      expect(account.sandbox(sandboxId)?.region).toBe(id)
    }
  })
})
