import { accessSync, constants } from "node:fs"
import { delimiter, join } from "node:path"
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core"

const names = ["chromium", "chromium-browser", "google-chrome", "chrome.exe"]

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** CHROMIUM_PATH, else the first on PATH. */
function findChromium(): string | undefined {
  const { CHROMIUM_PATH, PATH = "" } = process.env
  if (CHROMIUM_PATH) return CHROMIUM_PATH
  return PATH.split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find(isProgram)
}

const quiet = [
  ...["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  ...["--disable-component-update", "--disable-sync"],
]

/** Milliseconds to wait for what must come, also on a machine that is very slow. */
const patienceMs = 100_000

/** A page that notes what must never happen on it. */
export interface Watched {
  page: Page
  /** Errors of scripts, refusals by the content security policy and requests to other places. */
  faults: string[]
}

/** One browser for a test file; without Chromium its tests are skipped, and say why. */
export function withChromium(title: string, tests: (open: OpenPage) => void): void {
  const executablePath = findChromium()
  if (!executablePath) {
    describe.skip(`${title} (skipped: there is no Chromium on PATH or in CHROMIUM_PATH)`, () => tests(never))
    return
  }
  describe(title, () => {
    let browser: Browser
    beforeAll(async () => {
      // Chromium does not run as root with its sandbox; the pages here are our own.
      const isRoot = process.getuid?.() === 0
      const args = isRoot ? ["--no-sandbox", ...quiet] : quiet
      browser = await chromium.launch({ executablePath, args, timeout: patienceMs })
    })
    // Each page asks the emulator every second, and slows down the tests after it.
    afterEach(() => Promise.all(browser?.contexts().map((context) => context.close()) ?? []))
    afterAll(() => browser?.close())
    tests(async (url, options) => watch(await browser.newPage(options), url))
  })
}

export type OpenPage = (url: string, options?: BrowserContextOptions) => Promise<Watched>

const never: OpenPage = () => Promise.reject(new Error("There is no Chromium"))

async function watch(page: Page, url: string): Promise<Watched> {
  const faults: string[] = []
  page.setDefaultTimeout(patienceMs)
  page.on("pageerror", ({ message }) => faults.push(message))
  page.on("dialog", (dialog) => {
    faults.push(`dialog ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on("console", (message) => {
    // What the network says is expected if a test ends the emulator.
    if (message.type() === "error" && !/ERR_CONNECTION_REFUSED/.test(message.text()))
      faults.push(message.text())
  })
  page.on("request", (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin) faults.push(`request to ${request.url()}`)
  })
  await page.goto(url)
  return { page, faults }
}
