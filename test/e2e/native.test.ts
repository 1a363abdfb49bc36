import { sharedEmulator } from "../support/emulator"
import { Stack } from "../support/stack"

const program = `
  const { TIMEOUT = 600, TEMPLATE = "base", POWER = "running" } = process.env
  const dev = new scalebox.Sandbox(
    "dev",
    { timeout: Number(TIMEOUT), template: TEMPLATE, envVars: { TOKEN: "MARK-env" }, metadata: { note: pulumi.secret("MARK-note") } },
    { customTimeouts: { create: "2m" } },
  )
  new scalebox.Sandbox("peer", { metadata: { peer: dev.sandboxDomain } })
  const web = new scalebox.SandboxPort("web", { sandbox: dev, port: 8080 }, { ignoreChanges: ["sandbox"] })
  const pool = new scalebox.SandboxPool("pool", { count: 2 })
  const env = new scalebox.DevEnvironment("env", { ports: { api: 8000 }, powerState: "running" })
  exports.url = web.url
  exports.domains = pool.sandboxes.apply((all) => all.map(({ sandboxDomain }) => sandboxDomain))
  exports.api = env.urls.api
  exports.token = dev.envdAccessToken
`

test("a TypeScript program on the plugin makes, extends, replaces and fixes what it declares", async () => {
  const stack = await Stack.create(await sharedEmulator(), "native", { program, native: true })
  await stack.mustUp()
  const before = stack.resource("dev").id
  const { url, domains, api, token } = stack.outputs()
  expect({ url, domains, api }).toEqual({
    url: `https://8080-${before}.sandbox.scalebox.local`,
    domains: [expect.any(String), expect.any(String)],
    api: expect.stringMatching(/^https:\/\/8000-/),
  })
  expect(token).toHaveProperty("ciphertext")
  expect(stack.backendText()).not.toMatch(/MARK-/)

  // What hangs on a sandbox that is only extended stays as it is.
  stack.env = { ...stack.env, TIMEOUT: "900" }
  const extended = stack.succeeded(await stack.previewedUp(), "up")
  expect(extended.plan).toEqual(["update dev"])
  expect(extended.output).toMatch(/dev .*\[diff: ~timeout\]/)

  // The drift of a power state shows in a refresh, and up ends it.
  const paused = stack.resource("env-power").id ?? ""
  const headers = { "X-API-Key": stack.apiKey, "Content-Type": "application/json" }
  const body = JSON.stringify({ is_async: false })
  const pause = `${stack.emulator.url}/v1/sandboxes/${paused}/pause`
  expect((await fetch(pause, { method: "POST", headers, body })).status).toBe(200)
  stack.env = { ...stack.env, TEMPLATE: "python-dev" }
  const replaced = await stack.mustUp("--refresh")
  const changes = replaced.plan.filter((step) => /^(create|update|replace|delete) /.test(step))
  // The port keeps to the sandbox that it was declared with, as its option names that.
  expect(changes).toEqual(["replace dev", "replace peer", "update env-power"])
  expect(stack.account.sandbox(paused)?.status).toBe("running")
  expect(stack.resource("dev").id).not.toBe(before)
  await stack.end()
})
