import { emulator, invalid } from "../support/api"
import { failureOf } from "../support/failures"

const server = emulator()

const web = { port: 8080, name: "web" }

describe("POST /v1/sandboxes/{sandbox_id}/ports: wrong types", () => {
  test.each<[unknown, string]>([
    [undefined, "port is required; name is required"],
    [{ ...web, port: "8080" }, "port must be a number"],
    [{ ...web, port: 80.5 }, "port must be a whole number"],
    [{ ...web, name: 7 }, "name must be a text"],
    [{ ...web, protocol: 6 }, "protocol must be a text"],
    [{ ...web, service_port: "80" }, "service_port must be a number"],
  ])("%j", async (body, message) => {
    const { raw, running, account } = server.account()
    const id = await running()
    expect(await raw("POST", `/v1/sandboxes/${id}/ports`, { body })).toMatchObject({
      status: 400,
      body: invalid(message),
    })
    expect(account.sandbox(id)?.customPorts).toEqual([])
  })
})

describe("POST /v1/sandboxes/{sandbox_id}/ports: wrong values", () => {
  test.each<[object, string]>([
    [{ ...web, port: 0 }, "port must be at least 1"],
    [{ ...web, port: 65536 }, "port must be at most 65535"],
    [{ ...web, name: "abcdefghijklmnop" }, "name must be at most 15 characters"],
    [{ ...web, protocol: "SCTP" }, "protocol must be one of TCP, UDP, WEBRTC"],
    [{ ...web, service_port: 0 }, "service_port must be at least 1"],
  ])("%j", async (body, message) => {
    const { raw, running } = server.account()
    expect(await raw("POST", `/v1/sandboxes/${await running()}/ports`, { body })).toMatchObject({
      status: 400,
      body: invalid(message),
    })
  })

  test("a number or a name that is taken, by a template's port as well", async () => {
    const { client, running, account } = server.account()
    const id = await running({ template: "code-interpreter", customPorts: [web] })
    const [ofTemplate] = (await client.listPorts(id)).templatePorts
    if (!ofTemplate) throw new Error("The template should have a port")
    for (const port of [
      { port: 8080, name: "other" },
      { port: 8081, name: "web" },
      { port: ofTemplate.port, name: "other" },
      { port: 8081, name: ofTemplate.name },
    ]) {
      expect(await failureOf(client.addPort(id, port))).toMatchObject({
        code: "invalid",
        facts: { status: 400, apiMessage: expect.stringContaining("must be unique") },
      })
    }
    expect(account.sandbox(id)?.customPorts).toHaveLength(1)
  })
})

describe("POST /v1/sandboxes/{sandbox_id}/ports", () => {
  test("opens a port, and answers the sandbox", async () => {
    const { raw, running, account } = server.account()
    const id = await running()
    const answer = await raw("POST", `/v1/sandboxes/${id}/ports`, { body: { ...web, protocol: "webrtc" } })
    const opened = { ...web, protocol: "WEBRTC", service_port: 8080, is_protected: false }
    expect(answer).toMatchObject({
      status: 200,
      data: { sandbox_id: id, custom_ports: [opened], ports: [opened] },
    })
    expect(account.sandbox(id)?.customPorts).toMatchObject([{ port: 8080, protocol: "WEBRTC" }])
  })

  test.each([
    [{}, { protocol: "TCP", servicePort: 8080 }],
    [
      { protocol: "udp", servicePort: 53 },
      { protocol: "UDP", servicePort: 53 },
    ],
  ])("fills in what is left out beside %j", async (given, expected) => {
    const { client, running } = server.account()
    const id = await running()
    await client.addPort(id, { ...web, ...given })
    expect((await client.listPorts(id)).customPorts).toMatchObject([{ ...web, ...expected }])
  })

  test.each(["paused", "terminated"])("is refused for a sandbox that is %s", async (status) => {
    const { client, account, running } = server.account()
    const id = await running()
    account.change(id, { status })
    expect((await failureOf(client.addPort(id, web))).code).toBe("conflict")
  })
})

describe("GET /v1/sandboxes/{sandbox_id}/ports", () => {
  test("lists template ports, custom ports, and all of them", async () => {
    const { client, running } = server.account()
    const id = await running({ template: "code-interpreter", customPorts: [web] })
    const { ports, templatePorts, customPorts } = await client.listPorts(id)
    expect(templatePorts).toEqual([expect.objectContaining({ isProtected: true })])
    expect(customPorts).toEqual([expect.objectContaining({ port: 8080, isProtected: false })])
    expect(ports).toEqual([...templatePorts, ...customPorts])
  })

  test("works for a paused sandbox as well", async () => {
    const { client, running } = server.account()
    const id = await running({ customPorts: [web] })
    await client.pauseSandbox(id)
    expect((await client.listPorts(id)).customPorts).toHaveLength(1)
  })
})

describe("DELETE /v1/sandboxes/{sandbox_id}/ports/{port}: wrong types and values", () => {
  test.each(["web", "80x", "0", "65536", "-1", "8.5"])("%s", async (port) => {
    const { raw, running } = server.account()
    const id = await running({ customPorts: [web] })
    expect(await raw("DELETE", `/v1/sandboxes/${id}/ports/${port}`)).toMatchObject({
      status: 400,
      body: invalid("port must be a whole number from 1 to 65535"),
    })
  })
})

describe("DELETE /v1/sandboxes/{sandbox_id}/ports/{port}", () => {
  test("closes a custom port, once", async () => {
    const { client, running } = server.account()
    const id = await running({ customPorts: [web, { port: 9000, name: "api" }] })
    await client.removePort(id, 8080)
    expect((await client.listPorts(id)).ports).toMatchObject([{ port: 9000 }])
    expect((await failureOf(client.removePort(id, 8080))).code).toBe("not_found")
  })

  test("leaves the template's ports alone", async () => {
    const { client, running } = server.account()
    const id = await running({ template: "code-interpreter" })
    const [port] = (await client.listPorts(id)).templatePorts
    expect((await failureOf(client.removePort(id, port?.port ?? 0))).code).toBe("invalid")
    expect((await client.listPorts(id)).templatePorts).toEqual([port])
  })

  test.each(["paused", "terminated"])("is refused for a sandbox that is %s", async (status) => {
    const { client, account, running } = server.account()
    const id = await running({ customPorts: [web] })
    account.change(id, { status })
    expect((await failureOf(client.removePort(id, 8080))).code).toBe("conflict")
  })
})
