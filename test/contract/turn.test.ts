import { emulator } from "../support/api"
import { failureOf } from "../support/failures"

const server = emulator()

const rtc = { port: 9000, name: "rtc", protocol: "WEBRTC" }

describe("GET /v1/sandboxes/{sandbox_id}/webrtc-turn-credential", () => {
  test("gives short-lived access to a sandbox with a WebRTC port", async () => {
    const { client, running } = server.account()
    const credential = await client.getTurnCredential(await running({ customPorts: [rtc] }))
    expect(credential).toMatchObject({
      username: expect.any(String),
      credential: expect.any(String),
      ttl: 3600,
    })
    expect(credential.urls).toContainEqual(expect.stringMatching(/^turn:/))
    expect(Date.parse(credential.expiresAt ?? "")).toBeGreaterThan(Date.now())
  })

  test("is refused without a WebRTC port", async () => {
    const { client, running } = server.account()
    const failure = await failureOf(
      client.getTurnCredential(await running({ customPorts: [{ port: 80, name: "web" }] })),
    )
    expect(failure).toMatchObject({
      code: "invalid",
      facts: { apiMessage: expect.stringContaining("WEBRTC") },
    })
  })

  test("is refused while the sandbox does not run", async () => {
    const { client, running } = server.account()
    const id = await running({ customPorts: [rtc] })
    await client.pauseSandbox(id)
    expect((await failureOf(client.getTurnCredential(id))).code).toBe("conflict")
  })
})
