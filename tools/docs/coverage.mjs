// Writes docs/coverage.md from the endpoint table: which method and Pulumi surface each endpoint has.
import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { root } from "../folders.mjs"

/** What a Pulumi program uses for each endpoint; "scripts only" if a declaration would make no sense. @type {Record<string, string>} */
export const surfaces = {
  listRegions: "getRegions, check of `locality.region`",
  createSandbox: "Sandbox: create; SandboxPool",
  listSandboxes: "getSandboxes, SandboxPool, reads and waits of many sandboxes, recovery of lost answers",
  getSandboxStats: "getSandboxStats",
  batchDelete: "Sandbox: delete; SandboxPool",
  batchTerminate: "scripts only",
  batchPause: "scripts only",
  batchResume: "scripts only",
  getSandbox: "Sandbox: read, Sandbox.get, import; SandboxPool; getSandbox",
  extendTimeout: "Sandbox and SandboxPool: a longer `timeout`",
  deleteSandbox: "Sandbox: delete; SandboxPool",
  getSandboxStatus: "scripts only",
  pauseSandbox: "SandboxPowerState",
  resumeSandbox: "SandboxPowerState",
  terminateSandbox: "scripts only",
  setTimeout: "scripts only",
  switchProject: "SandboxProjectAssignment",
  listPorts: "SandboxPort: read; getSandboxPorts",
  addPort: "SandboxPort: create",
  removePort: "SandboxPort: delete",
  getMetrics: "getSandboxMetrics",
  getMetricsChart: "getSandboxMetricsChart",
  getTurnCredential: "getTurnCredential",
  createTemplate: "SandboxTemplate: create",
  listTemplates: "getTemplates, check of `template`, recovery of lost answers of SandboxTemplate",
  getTemplate: "SandboxTemplate: read, SandboxTemplate.get",
  deleteTemplate: "SandboxTemplate: delete",
}

/** The test files of a folder that call a client method. @param {string} folder @param {string} method */
function testsOf(folder, method) {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(".test.ts"))
    .filter((name) => new RegExp(`\\.${method}\\(`).test(readFileSync(join(root, folder, name), "utf8")))
    .map((name) => `${folder}/${name}`)
}

/** One row for each endpoint, with the contract tests that a test of the page asks for. */
export function rows() {
  /** @type {{ endpoints: Record<string, { method: string, path: string }> }} */
  const { endpoints } = createRequire(import.meta.url)(join(root, "provider", "dist", "contract"))
  return Object.entries(endpoints).map(([name, { method, path }]) => ({
    name,
    endpoint: `${method} ${path}`,
    surface: surfaces[name],
    tests: testsOf("test/contract", name),
  }))
}

export function page() {
  const lines = rows().map(
    ({ name, endpoint, surface }) => `| \`${endpoint}\` | \`${name}\` | ${surface ?? ""} |`,
  )
  return [
    "# Coverage of the API",
    "",
    "Written by `npm run docs` from `provider/src/contract/endpoints.ts`. Methods are those of `ScaleboxClient`.",
    "",
    "| endpoint | method | in Pulumi |",
    "|---|---|---|",
    ...lines,
    "",
  ].join("\n")
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  writeFileSync(join(root, "docs", "coverage.md"), page())
}
