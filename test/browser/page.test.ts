import { readFileSync } from "node:fs"
import type { AxeResults, RunOptions } from "axe-core"
import type { Page } from "playwright-core"
import { type Emulator, startEmulator } from "../../emulator/src"
import { type OpenPage, withChromium } from "../support/chromium"

const apiKey = "sk-browser"
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8")

let emulator: Emulator
beforeEach(async () => {
  emulator = await startEmulator({ bootMs: 0, stopMs: 20 })
})
afterEach(() => emulator.close())

async function call(method: string, path: string, body?: object): Promise<string> {
  const response = await fetch(emulator.url + path, {
    method,
    headers: { "X-API-Key": apiKey },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  const { data } = (await response.json()) as { data?: { sandbox_id?: string } }
  return data?.sandbox_id ?? ""
}

const create = (name: string, more: object = {}) => call("POST", "/v1/sandboxes", { name, ...more })
const rowOf = (page: Page, name: string) => page.locator("#sandboxes tbody tr", { hasText: name })
const inDetails = (page: Page, text: string | RegExp) => page.locator("#details").getByText(text).first()
const sandboxRows = (page: Page) => page.locator("#sandboxes tbody tr").count()

/** Gives the window another size, and waits until the page has been told: it closes menus then. */
async function resize(page: Page, width: number, height: number): Promise<void> {
  await page.setViewportSize({ width, height })
  await page.waitForFunction((wanted) => innerWidth === wanted, width)
  // Events of size and scrolling come before the callbacks of the same frame.
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
}

/** What a person with a screen reader, a keyboard or weak eyes would stumble over. */
async function barriers(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run({}),
  )
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(" ")}`))
}

withChromium("The emulator's page", (open: OpenPage) => {
  test("says how to begin while there is nothing", async () => {
    const { page, faults } = await open(emulator.url)
    await page.getByText("No sandboxes yet.").waitFor()
    expect(await page.locator("#first-call").textContent()).toContain(
      `curl -X POST ${emulator.url}/v1/sandboxes`,
    )
    await page.getByText("No requests yet.").waitFor()
    expect(await page.title()).toBe("0 running · ScaleBox emulator")
    expect(faults).toEqual([])
  })

  test("follows sandboxes and requests while they change", async () => {
    const { page, faults } = await open(emulator.url)
    emulator.account(apiKey).addFault({ kind: "hangBoot", substatus: "waiting_ready" })
    const id = await create("web", {
      is_async: true,
      timeout: 600,
      custom_ports: [{ port: 8080, name: "http" }],
    })
    await rowOf(page, "web").getByText("waiting ready").waitFor()
    emulator.account(apiKey).release(id)
    await rowOf(page, "web").getByText("running").waitFor()
    await rowOf(page, "web")
      .getByText(/^(10 min 00|9 min \d\d) s$/)
      .waitFor()
    await rowOf(page, "web").getByText("8080", { exact: true }).waitFor()
    await page.getByRole("link", { name: `https://8080-${id}.sandbox.scalebox.local` }).waitFor()
    await inDetails(page, "these addresses lead nowhere").waitFor()

    await call("DELETE", "/v1/sandboxes/sbx-none")
    const failed = page.locator("#requests tr", { hasText: "/v1/sandboxes/sbx-none" })
    await failed.getByText('Sandbox "sbx-none" not found').waitFor()
    await failed.getByText("404", { exact: true }).waitFor()
    expect(await page.locator("#requests tbody tr").count()).toBe(2)
    await page.getByLabel("Errors only").check()
    expect(await page.locator("#requests tbody tr").count()).toBe(1)

    await call("DELETE", `/v1/sandboxes/${id}`)
    await page.getByText("No sandboxes yet.").waitFor()
    expect(faults).toEqual([])
  })

  test("draws CPU and memory of the sandbox that was chosen", async () => {
    await create("web")
    emulator.account(apiKey).setClockOffset(200_000)
    const { page, faults } = await open(emulator.url)
    await page
      .locator("#details figure", { hasText: "CPU" })
      .locator("output", { hasText: /^\d+ %$/ })
      .waitFor()
    await page
      .locator("#details figure", { hasText: "Memory" })
      .locator("output", { hasText: "MiB" })
      .waitFor()
    for (const canvas of await page.locator("#details canvas").all()) {
      const colors = await canvas.evaluate((element: HTMLCanvasElement) => {
        const { width, height } = element
        const { data } = element.getContext("2d")?.getImageData(0, 0, width, height) ?? { data: [] }
        return new Set(Array.from({ length: data.length / 4 }, (_, i) => data.slice(4 * i, 4 * i + 3).join()))
          .size
      })
      expect(colors).toBeGreaterThan(5)
    }
    await call("POST", `/v1/sandboxes/${emulator.account(apiKey).sandboxes()[0]?.sandboxId}/pause`)
    await inDetails(page, "There are metrics only while a sandbox runs.").waitFor()
    expect(faults).toEqual([])
  })

  test("shows what users named as text, never as markup", async () => {
    const name = "<img src=x onerror=a()>"
    const reason = "<script>alert(1)</script><b>bold</b>"
    emulator.account(apiKey).addFault({ kind: "failBoot", substatus: "deploying", reason })
    await create(name)
    await call("GET", "/v1/%3Cimg%20src=x%3E<b>")
    const { page, faults } = await open(emulator.url)
    await rowOf(page, name).click()
    await rowOf(page, name).getByText(reason).waitFor()
    await inDetails(page, name).waitFor()
    expect(await page.locator("main :is(img, script, td b)").count()).toBe(0)
    expect(faults).toEqual([])
  })

  test("shows a long reason word by word, and no remaining time of what has ended", async () => {
    const reason = `image registry.example.com/team/${"long-".repeat(20)}name could not be pulled`
    emulator.account(apiKey).addFault({ kind: "failBoot", substatus: "deploying", reason })
    const failed = await create("broken")
    await create("asleep", { auto_pause: true, timeout: 600 })
    const { page, faults } = await open(`${emulator.url}/#${failed}`)
    await inDetails(page, "Failed").waitFor()
    expect(await page.locator("#details .why").allInnerTexts()).toEqual([reason])
    expect((await rowOf(page, "broken").boundingBox())?.height).toBeLessThan(80)
    const remaining = page.locator("#details dt:has-text('Remaining') + dd")
    expect(await remaining.textContent()).toBe("None")
    await rowOf(page, "asleep").click()
    expect(await remaining.textContent()).toMatch(/^(10 min 00|9 min \d\d) s of 10 min 00 s, then it pauses$/)
    emulator.account(apiKey).change(emulator.account(apiKey).sandboxes()[1]?.sandboxId ?? "", {
      status: "paused",
    })
    await inDetails(page, "No end while it is paused").waitFor()
    expect(faults).toEqual([])
  })

  test("keeps each cell under its header, also on a phone", async () => {
    await create("web", { custom_ports: [{ port: 8080, name: "http" }], timeout: 100 })
    await call("DELETE", `/v1/sandboxes/sbx-${"0".repeat(16)}`)
    const { page } = await open(emulator.url)
    await rowOf(page, "web").waitFor()
    expect(await rowOf(page, "web").locator("td.left").getAttribute("data-low")).toBe("true")
    for (const width of [1280, 700, 375]) {
      await resize(page, width, 800)
      for (const table of ["#sandboxes", "#requests"]) {
        const edges = await page.locator(`${table} tr`).evaluateAll((rows) =>
          rows.map((row) =>
            Array.from(row.children).flatMap((cell) => {
              const { left, right, width } = cell.getBoundingClientRect()
              return width > 0 ? [Math.round(left), Math.round(right)] : []
            }),
          ),
        )
        for (const row of edges) expect(row).toEqual(edges[0])
        expect(edges[0]?.at(-1)).toBeLessThanOrEqual(width)
      }
    }
    expect((await page.locator("#requests td.path").first().boundingBox())?.width).toBeGreaterThan(180)
  })

  test("creates a sandbox and does with it what somebody else could", async () => {
    const { page, faults } = await open(emulator.url)
    const press = (name: string) => page.getByRole("button", { name, exact: true }).click()
    const dialog = page.getByRole("dialog")
    const fill = async (verb: string, values: Record<string, string>) => {
      for (const [label, value] of Object.entries(values)) await dialog.getByLabel(label).fill(value)
      await dialog.getByRole("button", { name: verb }).click()
      await dialog.waitFor({ state: "hidden" })
    }
    const status = (text: string) => page.locator("#details .status", { hasText: text }).waitFor()

    await press("New sandbox")
    expect(await barriers(page)).toEqual([])
    await fill("Create", { Name: "mine", Template: "python-dev", "Timeout in seconds": "600" })
    await rowOf(page, "mine").click()
    await status("Running")
    const [sandbox] = emulator.account("anything").sandboxes()
    expect(sandbox).toMatchObject({ name: "mine", templateName: "python-dev", timeout: 600 })

    await press("Add port…")
    await fill("Add", { Port: "8000", Name: "api" })
    await rowOf(page, "mine").getByText("8000", { exact: true }).waitFor()
    await press("Remove port 8000")
    await rowOf(page, "mine").getByText("8000", { exact: true }).waitFor({ state: "detached" })
    await press("Extend…")
    await fill("Extend", { "New timeout in seconds": "7200" })
    await inDetails(page, "of 2 h 00 min, then it ends").waitFor()
    await press("Pause")
    await status("Paused")
    await press("Resume")
    await status("Running")

    await press("Let time pass…")
    await fill("Let it pass", { Minutes: "121" })
    await status("Terminated")
    await inDetails(page, "its clock is 2 h 01 min ahead").waitFor()
    await press("Delete")
    await page.getByText("No sandboxes yet.").waitFor()
    expect(faults).toEqual([])
  })

  test("does from the menu of a row what the buttons of the details do", async () => {
    await create("second", { timeout: 600 })
    const web = await create("web", { timeout: 600 })
    await create("third", { timeout: 600 })
    const { page, faults } = await open(emulator.url)
    const opener = (name: string) => page.getByRole("button", { name: `Actions for ${name}`, exact: true })
    const item = (name: string) => page.getByRole("menu").getByRole("menuitem", { name, exact: true })
    const status = (text: string) => rowOf(page, "web").locator(".status", { hasText: text }).waitFor()
    const focused = () =>
      page.evaluate(
        () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent,
      )

    await opener("web").click()
    const offered = await page.getByRole("menuitem").allTextContents()
    expect(offered).toEqual(await page.locator("#details .buttons button").allTextContents())
    expect(offered).toContain("Let time pass…")
    expect(await item("Resume").getAttribute("aria-disabled")).toBe("true")
    expect(await barriers(page)).toEqual([])
    await opener("third").click()
    await page.getByRole("menu", { name: "third" }).waitFor()
    await opener("third").click()
    await page.getByRole("menu").waitFor({ state: "hidden" })

    await opener("web").click()
    await item("Pause").click()
    await status("Paused")
    expect(await page.locator("#details h2").textContent()).toBe("third")
    await page.keyboard.press("Enter")
    expect(await focused()).toBe("Pause")
    await page.keyboard.press("Enter")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await status("Running")
    expect(await focused()).toBe("Actions for web")
    await page.keyboard.press("Space")
    await page.keyboard.press("Escape")
    await page.getByRole("menu").waitFor({ state: "hidden" })
    expect(await page.locator("#details h2").textContent()).toBe("third")

    await resize(page, 375, 700)
    await page.keyboard.press("Enter")
    const box = await page.locator(".menu").boundingBox()
    expect(box && box.x >= 0 && box.x + box.width <= 375 && box.y >= 0 && box.y + box.height <= 700).toBe(
      true,
    )
    await page.keyboard.press("End")
    await page.keyboard.press("Enter")
    await rowOf(page, "web").waitFor({ state: "detached" })
    expect(await focused()).toBe("Actions for second")
    expect(emulator.account(apiKey).sandbox(web)).toBeUndefined()
    expect(faults).toEqual([])
  })

  test("shows metadata, and the names of environment variables without their values", async () => {
    const id = await create("web", { metadata: { team: "checkout" }, env_vars: { TOKEN: "never-shown" } })
    await create("bare")
    const { page, faults } = await open(`${emulator.url}/#${id}`)
    const fact = (name: string) => page.locator(`#details dt:text-is("${name}") + dd`)
    await fact("Metadata").getByText("checkout").waitFor()
    expect(await fact("Metadata").textContent()).toBe("teamcheckout")
    expect(await fact("Variables").locator("code").allTextContents()).toEqual(["TOKEN"])
    await fact("Variables").getByText("Their values are never shown.").waitFor()
    expect(await page.content()).not.toContain("never-shown")
    await fetch(`${emulator.url}/v1/sandboxes`, {
      method: "POST",
      headers: { "X-API-Key": "another-browser" },
      body: JSON.stringify({ name: "theirs" }),
    })
    await rowOf(page, "theirs").waitFor()
    expect(await rowOf(page, "theirs").locator(".account").textContent()).toMatch(
      /^key …wser \(usr-[0-9a-f]{4}\)$/,
    )
    expect(await fact("Account").textContent()).toMatch(/^key …wser \(usr-[0-9a-f]{12}\)$/)
    await rowOf(page, "bare").click()
    await fact("Metadata").getByText("none").waitFor()
    expect(await fact("Variables").textContent()).toBe("none")
    expect(faults).toEqual([])
  })

  test("only shows what there is while other machines can reach it, and says so", async () => {
    const reachable = await startEmulator({ host: "0.0.0.0", bootMs: 0, apiKeys: [apiKey] })
    try {
      const url = reachable.url.replace("0.0.0.0", "127.0.0.1")
      const { page, faults } = await open(url)
      await page.getByText("Read only, as other machines can reach it").waitFor()
      expect(await page.locator("#first-call").textContent()).toContain('-H "X-API-Key: your-key"')
      await fetch(`${url}/v1/sandboxes`, { method: "POST", headers: { "X-API-Key": apiKey }, body: "{}" })
      await inDetails(page, "Running").waitFor()
      expect(await page.getByRole("button", { name: /Actions|New sandbox|Delete|Remove/ }).count()).toBe(0)
      expect(await page.locator("#details dt").allTextContents()).not.toContain("Metadata")
      expect(faults).toEqual([])
    } finally {
      await reachable.close()
    }
  })

  test("says why an action did not work", async () => {
    const id = await create("web", { timeout: 600, custom_ports: [{ port: 8080, name: "http" }] })
    const { page } = await open(`${emulator.url}/#${id}`)
    await page.getByRole("button", { name: "Add port…" }).click()
    const dialog = page.getByRole("dialog")
    await dialog.getByRole("button", { name: "Add" }).click()
    await dialog.getByRole("alert").getByText("Port 8080 is taken").waitFor()
    await page.keyboard.press("Escape")
    await dialog.waitFor({ state: "hidden" })
    await page.getByRole("heading", { name: "web" }).waitFor()

    await page.getByRole("button", { name: "Fail…" }).click()
    await dialog.getByLabel("Reason").fill("Node lost")
    await dialog.getByRole("button", { name: "Fail" }).click()
    await page.locator("#details .why").getByText("Node lost").waitFor()

    // From now on the page learns nothing new; a look that was under way has ended then.
    await page.route(/\/_emulator\/state/, (route) => route.abort())
    await page.getByText("no answer, trying again").waitFor()
    emulator.account(apiKey).remove(id)
    await page.getByRole("button", { name: "Delete" }).click()
    await page.getByRole("dialog", { name: "Cannot delete web" }).waitFor()
    await page.getByRole("alert").getByText(`Sandbox "${id}" not found`).waitFor()
    await page.getByRole("button", { name: "Close", exact: true }).click()
    await page.getByRole("button", { name: "Actions for web" }).click()
    await page.getByRole("menuitem", { name: "Terminate" }).click()
    await page.getByRole("dialog", { name: "Cannot terminate web" }).waitFor()
  })

  test("opens a request to its query, its body and the answer, without secrets", async () => {
    const id = await create("web", { env_vars: { TOKEN: "never-shown" } })
    await call("GET", "/v1/sandboxes?status=running")
    const { page, faults } = await open(emulator.url)
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"])
    await page.locator("#requests").getByRole("button").last().click()
    const exchange = page.locator("#requests .exchange")
    await exchange.getByRole("region", { name: "Body" }).getByText('"TOKEN": "***"').waitFor()
    await exchange.getByRole("region", { name: "Answer" }).getByText(id).waitFor()
    expect(await page.content()).not.toContain("never-shown")
    const copy = exchange.getByRole("button", { name: "Copy the body" })
    // It says so for a moment only.
    const said = copy.evaluate(
      (button) =>
        new Promise((resolve) =>
          new MutationObserver(() => resolve(button.textContent)).observe(button, {
            childList: true,
            subtree: true,
          }),
        ),
    )
    await copy.click()
    expect(await said).toContain("Copied")
    expect(JSON.parse(await page.evaluate(() => navigator.clipboard.readText()))).toMatchObject({
      name: "web",
    })
    expect(await barriers(page)).toEqual([])

    await page.locator("#requests").getByRole("button", { name: "/v1/sandboxes" }).last().click()
    await exchange.waitFor({ state: "detached" })
    await page.locator("#requests").getByRole("button").first().click()
    await exchange.getByRole("region", { name: "Query" }).getByText('"status": "running"').waitFor()
    expect(faults).toEqual([])
  })

  test("is used with the keyboard alone", async () => {
    const ids: string[] = []
    for (const name of ["one", "two", "three"]) ids.unshift(await create(name))
    const { page, faults } = await open(emulator.url)
    await rowOf(page, "one").waitFor()
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key)
    }
    const focused = () => page.evaluate(() => document.activeElement?.textContent)

    await press("/")
    await page.keyboard.type("t")
    expect(await sandboxRows(page)).toBe(2)
    await press("Tab")
    expect(await focused()).toBe("three")
    await press("ArrowDown", "Enter")
    expect(await focused()).toBe("two")
    await page.getByRole("heading", { name: "two" }).waitFor()
    expect(await page.evaluate(() => location.hash)).toBe(`#${ids[1]}`)
    await press("Escape")
    await page.getByRole("heading", { name: "Details" }).waitFor()
    expect(await focused()).toBe("two")
    await press("End", "Home")
    expect(await focused()).toBe("three")
    expect(faults).toEqual([])
  })

  test.each(["light", "dark"] as const)("has no barriers, and can be read, in %s", async (colorScheme) => {
    const back = { light: "rgb(244, 245, 248)", dark: "rgb(13, 15, 22)" }
    await create("web", { custom_ports: [{ port: 8080, name: "http" }] })
    emulator.account(apiKey).addFault({ kind: "failBoot", substatus: "deploying", reason: "No image" })
    await create("broken")
    await create("asleep")
    await call("POST", `/v1/sandboxes/${await create("going")}/terminate`)
    await call("GET", "/v1/nowhere")
    const { page, faults } = await open(emulator.url, { colorScheme, reducedMotion: "reduce" })
    await rowOf(page, "web").waitFor()
    await page.getByText("No such route: GET /v1/nowhere").waitFor()
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(back[colorScheme])
    expect(await barriers(page)).toEqual([])
    await resize(page, 400, 800)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400)
    expect(await barriers(page)).toEqual([])
    expect(faults).toEqual([])
  })

  test("touches each of 1,000 rows at most once when they are searched, and none that stays", async () => {
    for (let made = 0; made < 1000; made += 50)
      await Promise.all(Array.from({ length: 50 }, (_, index) => create(`many-${made + index}`)))
    const { page, faults } = await open(emulator.url)
    await page.locator("#groups").getByText("All 1000").waitFor()
    expect(await sandboxRows(page)).toBe(1000)
    await page.evaluate(() => {
      const counts = { added: 0, removed: 0 }
      Object.assign(globalThis, { counts })
      const body = document.querySelector("#sandboxes tbody") as HTMLElement
      new MutationObserver((records) => {
        for (const { addedNodes, removedNodes } of records) {
          counts.added += addedNodes.length
          counts.removed += removedNodes.length
        }
      }).observe(body, { childList: true })
    })
    const counts = () => page.evaluate(() => (globalThis as unknown as { counts: object }).counts)
    const search = async (text: string, rows: number) => {
      await page.getByLabel("Search sandboxes").fill(text)
      await page.waitForFunction(
        (wanted) => document.querySelectorAll("#sandboxes tbody tr").length === wanted,
        rows,
      )
      return counts()
    }
    expect(await search("many-77", 11)).toEqual({ added: 0, removed: 989 })
    // Two polls of what has not changed.
    await page.waitForResponse((response) => response.url().includes("/_emulator/"))
    await page.waitForResponse((response) => response.url().includes("/_emulator/"))
    expect(await counts()).toEqual({ added: 0, removed: 989 })
    expect(await search("", 1000)).toEqual({ added: 989, removed: 989 })
    expect(faults).toEqual([])
  })

  test("can be paused, and says when the emulator is gone and when it is back", async () => {
    const { page, faults } = await open(emulator.url)
    const connection = page.locator("#connection")
    await connection.getByText("live").waitFor()
    await page.getByRole("button", { name: "Pause updates" }).click()
    await connection.getByText("updates paused").waitFor()
    await page.getByRole("button", { name: "Resume updates" }).click()

    await call("GET", "/v1/sandboxes")
    await call("GET", "/v1/sandboxes")
    await page.getByText("2, 0 with errors").waitFor()
    const port = Number(new URL(emulator.url).port)
    await emulator.close()
    await connection.getByText("no answer, trying again").waitFor()
    emulator = await startEmulator({ port })
    await call("GET", "/v1/nowhere")
    await connection.getByText("live").waitFor()
    await page.getByText("1, 1 with errors").waitFor()
    expect(faults).toEqual([])
  })
})
