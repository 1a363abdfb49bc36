import { harness } from "./support"

const emulator = harness()
const ports = (id: string) => `/v1/sandboxes/${id}/ports`

describe("Ports", () => {
  test("are added, listed apart from those of the template, and removed", async () => {
    const { h } = emulator
    const id = await h.run({ template: "code-interpreter" })
    const added = await h.call("POST", ports(id), {
      port: 8080,
      name: "web",
      protocol: "udp",
      service_port: 80,
    })
    const web = { port: 8080, name: "web", protocol: "UDP", service_port: 80, is_protected: false }
    expect(added).toMatchObject({ status: 200, body: { data: { sandbox_id: id, custom_ports: [web] } } })
    const template = {
      port: 49999,
      name: "interpreter",
      protocol: "TCP",
      service_port: 49999,
      is_protected: true,
    }
    expect((await h.call("GET", ports(id))).body.data).toEqual({
      ports: [template, web],
      template_ports: [template],
      custom_ports: [web],
    })
    expect((await h.call("DELETE", `${ports(id)}/8080`)).status).toBe(200)
    expect(h.account.sandbox(id)?.customPorts).toEqual([])
  })

  test.each<[string, unknown, string, RegExp]>([
    ["a taken number", { port: 8080, name: "other" }, "duplicate_port", /8080/],
    ["a taken name", { port: 8081, name: "web" }, "duplicate_port_name", /"web"/],
    ["a number of the template", { port: 49999, name: "other" }, "duplicate_port", /49999/],
    ["no name", { port: 8081 }, "invalid_request", /name is required/],
    ["an empty name", { port: 8081, name: "" }, "invalid_request", /name must not be empty/],
    ["a long name", { port: 8081, name: "a".repeat(16) }, "invalid_request", /at most 15 characters/],
    ["number 0", { port: 0, name: "a" }, "invalid_request", /port must be at least 1/],
    ["number 65536", { port: 65536, name: "a" }, "invalid_request", /port must be at most 65535/],
    ["an unknown protocol", { port: 1, name: "a", protocol: "ICMP" }, "invalid_request", /TCP, UDP, WEBRTC/],
    ["no body", undefined, "invalid_request", /port is required/],
  ])("are refused with %s", async (_, body, code, message) => {
    const { h } = emulator
    const id = await h.run({ template: "code-interpreter", custom_ports: [{ port: 8080, name: "web" }] })
    expect(await h.call("POST", ports(id), body)).toMatchObject({
      status: 400,
      body: { code, message: expect.stringMatching(message) },
    })
    expect(h.account.sandbox(id)?.customPorts).toHaveLength(1)
  })

  test.each<[string, string, number, string]>([
    ["a port of the template", "49999", 400, "protected_port"],
    ["an unknown port", "8081", 404, "port_not_found"],
    ["a word", "web", 400, "invalid_request"],
    ["number 0", "0", 400, "invalid_request"],
    ["number 65536", "65536", 400, "invalid_request"],
  ])("cannot be removed: %s", async (_, port, status, code) => {
    const { h } = emulator
    const id = await h.run({ template: "code-interpreter" })
    expect(await h.call("DELETE", `${ports(id)}/${port}`)).toMatchObject({ status, body: { code } })
  })

  test.each(["starting", "paused", "terminated", "failed"])(
    "of a %s sandbox stay as they are",
    async (status) => {
      const { h } = emulator
      const id = await h.run({ custom_ports: [{ port: 8080, name: "web" }] })
      h.account.change(id, { status })
      const refusal = {
        status: 409,
        body: { code: "conflict", message: expect.stringContaining(`is ${status}, must be running`) },
      }
      expect(await h.call("POST", ports(id), { port: 1, name: "a" })).toMatchObject(refusal)
      expect(await h.call("DELETE", `${ports(id)}/8080`)).toMatchObject(refusal)
      expect((await h.call("GET", ports(id))).body.data.custom_ports).toHaveLength(1)
    },
  )
})

describe("TURN credentials", () => {
  test("are made for a running sandbox with a WebRTC port", async () => {
    const { h } = emulator
    const id = await h.run({ custom_ports: [{ port: 8080, name: "rtc", protocol: "WEBRTC" }] })
    const path = `/v1/sandboxes/${id}/webrtc-turn-credential`
    const { status, body } = await h.call("GET", path)
    expect(status).toBe(200)
    expect(body.data).toMatchObject({
      ttl: 3600,
      expires_at: "2026-01-01T01:00:04.000Z",
      credential: expect.any(String),
    })
    expect((await h.call("GET", path)).body.data.credential).not.toBe(body.data.credential)
    h.account.change(id, { status: "paused" })
    expect((await h.call("GET", path)).status).toBe(409)
  })

  test("are refused without a WebRTC port", async () => {
    const { h } = emulator
    const id = await h.run({ custom_ports: [{ port: 8080, name: "web" }] })
    const answer = await h.call("GET", `/v1/sandboxes/${id}/webrtc-turn-credential`)
    expect(answer).toMatchObject({ status: 400, body: { code: "no_webrtc_port" } })
  })
})
