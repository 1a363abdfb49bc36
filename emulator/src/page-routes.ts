import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify"
import type { Accounts } from "./accounts"
import { ApiError } from "./errors"
import { pageExchange } from "./page-exchange"
import { pageSandboxes } from "./page-sandbox"
import { pageState } from "./page-state"
import type { Services } from "./routes/handlers"

const { version }: { version: string } = require("../package.json")

/** Built next to the command; sources and build lie equally deep. */
const folder = join(__dirname, "..", "dist", "page")
const assets = {
  "/": { file: "index.html", type: "text/html" },
  "/_emulator/page.css": { file: "main.css", type: "text/css" },
  "/_emulator/page.js": { file: "main.js", type: "text/javascript" },
  "/_emulator/icon.svg": { file: "icon.svg", type: "image/svg+xml" },
} as const

const headers = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "cache-control": "no-store",
}

/** The page at `/` and what it asks for. It needs no key, so it shows no secret, and others see neither bodies nor metadata. */
export function mountPage(
  app: FastifyInstance,
  services: Services,
  accounts: Accounts,
  isLocal: boolean,
): void {
  const get = (url: string, type: string, answer: (request: FastifyRequest) => string) =>
    app.route({
      method: "GET",
      url,
      config: { isPage: true },
      logLevel: "warn",
      handler: (request, reply) => respond(reply, type, answer(request)),
    })

  for (const [url, { file, type }] of Object.entries(assets)) get(url, type, () => readAsset(file))
  get("/_emulator/state", "application/json", ({ query }) => {
    const since = Number((query as { since?: unknown }).since) || 0
    return JSON.stringify({ version, isLocal, ...pageState(services, accounts, since) })
  })
  get("/_emulator/requests/:number", "application/json", ({ params }) => {
    const { number } = params as { number: string }
    const line = accounts.recent.find(Number(number))
    if (!line) throw new ApiError(404, "not_found", `Request ${number} is no longer kept`)
    return JSON.stringify(pageExchange(line))
  })
  const sandboxes = pageSandboxes(services, accounts)
  const idOf = ({ params }: FastifyRequest) => (params as { sandboxId: string }).sandboxId
  get("/_emulator/metrics/:sandboxId", "application/json", (request) =>
    JSON.stringify(sandboxes.metrics(idOf(request))),
  )
  if (!isLocal) return
  get("/_emulator/settings/:sandboxId", "application/json", (request) =>
    JSON.stringify(sandboxes.settings(idOf(request))),
  )
}

const respond = (reply: FastifyReply, type: string, text: string) =>
  reply.headers(headers).type(`${type}; charset=utf-8`).send(text)

function readAsset(file: string): string {
  try {
    return readFileSync(join(folder, file), "utf8")
  } catch (error) {
    throw new Error(`Cannot read the page's ${file}: build the emulator first`, { cause: error })
  }
}
