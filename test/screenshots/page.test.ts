import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { type Emulator, startEmulator } from "../../emulator/src"
import { withChromium } from "../support/chromium"

const images = join(__dirname, "..", "..", "docs", "images")

async function create(emulator: Emulator, key: string, body: object): Promise<string> {
  const response = await fetch(`${emulator.url}/v1/sandboxes`, {
    method: "POST",
    headers: { "X-API-Key": key },
    body: JSON.stringify(body),
  })
  return ((await response.json()) as { data: { sandbox_id: string } }).data.sandbox_id
}

const port = (number: number, name: string) => ({ port: number, name })

/** Some of everything that the page can show; answers the sandbox to show in detail. */
async function scene(emulator: Emulator): Promise<string> {
  const team = emulator.account("sk-team")
  const ask = (method: string, path: string, body?: object) =>
    fetch(emulator.url + path, {
      method,
      headers: { "X-API-Key": "sk-team" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
  // What is shown began a while ago.
  team.setClockOffset(-830_000)
  team.addFault({
    kind: "failBoot",
    substatus: "deploying",
    reason: "Image not found",
    sandbox: ({ name }) => name === "nightly-build",
  })
  await create(emulator, "sk-team", { name: "nightly-build", timeout: 3600 })
  const ports = [port(8888, "jupyter")]
  const notebook = { name: "notebook", template: "code-interpreter", timeout: 1800, custom_ports: ports }
  const asleep = await create(emulator, "sk-team", { ...notebook, auto_pause: true })
  await create(emulator, "sk-team", { name: "agent-1", timeout: 900 })
  const api = { name: "api", timeout: 7200, custom_ports: [port(8080, "http"), port(9229, "debug")] }
  const shown = await create(emulator, "sk-team", { ...api, template: "python-dev" })
  team.setClockOffset(0)
  await create(emulator, "sk-team", {
    name: "preview-pr-42",
    timeout: 3600,
    custom_ports: [port(3000, "web")],
  })
  await ask("POST", `/v1/sandboxes/${asleep}/pause`)
  await ask("GET", "/v1/sandboxes?status=running")
  await ask("PUT", `/v1/sandboxes/${shown}`, { timeout: 60 })
  team.addFault({ kind: "delay", endpoint: "listSandboxes", delayMs: 1300 })
  await ask("GET", "/v1/sandboxes")
  team.addFault({ kind: "hangBoot", substatus: "initializing" })
  await create(emulator, "sk-team", { name: "agent-2", timeout: 900, is_async: true })
  await ask("GET", `/v1/sandboxes/${shown}`)
  return shown
}

withChromium("Pictures for the docs", (open) => {
  test("the emulator's page in light and dark", async () => {
    const emulator = await startEmulator({ port: 8080, bootMs: 40, stopMs: 40 })
    try {
      const shown = await scene(emulator)
      for (const colorScheme of ["light", "dark"] as const) {
        const viewport = { width: 1280, height: 800 }
        const { page } = await open(`${emulator.url}/#${shown}`, { colorScheme, viewport })
        await page.locator("output", { hasText: "%" }).waitFor()
        await page.waitForTimeout(1500)
        writeFileSync(join(images, `emulator-${colorScheme}.png`), await page.screenshot())
      }
    } finally {
      await emulator.close()
    }
  }, 60_000)
})
