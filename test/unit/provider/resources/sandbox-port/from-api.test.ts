import { outputsOf } from "../../../../../provider/src/resources/sandbox-port/from-api"

const shown = { port: 8080, name: "web", protocol: "TCP", servicePort: 8080 }

const outputs = (declared: object, domain: string | null | undefined = "sbx-1.example.com") =>
  outputsOf({ sandboxId: "sbx-1", port: 8080, name: "web", ...declared }, shown, domain, "https://api.test")

describe("outputsOf", () => {
  test("shows where the port is reached", () => {
    expect(outputs({})).toMatchObject({
      url: "https://8080-sbx-1.example.com",
      endpoint: "https://api.test",
      sandboxId: "sbx-1",
    })
    expect(outputs({}, null).url).toBeUndefined()
  })

  test("keeps the declared spelling where it means what the API shows", () => {
    expect(outputs({ protocol: "tcp" })).toMatchObject({ protocol: "tcp" })
    expect(outputs({})).toMatchObject({ protocol: undefined, servicePort: undefined })
    expect(outputs({ servicePort: 8080 })).toMatchObject({ servicePort: 8080 })
  })

  test("shows what the API has where that is something else", () => {
    expect(outputs({ name: "old", protocol: "udp", servicePort: 80 })).toMatchObject({
      name: "web",
      protocol: "TCP",
      servicePort: 8080,
    })
  })
})
