import { copyFileSync, mkdirSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { writeTypes } from "./types.mjs"

const folder = fileURLToPath(new URL(".", import.meta.url))
const page = join(folder, "dist", "page")

/** The contract is bundled, so that the emulator installs without the provider and Pulumi. */
await build({
  absWorkingDir: folder,
  entryPoints: ["src/index.ts", "src/cli.ts"],
  outdir: "dist",
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["fastify", "zod"],
  sourcemap: true,
  logLevel: "warning",
})

writeTypes(folder)

/** The page at `/`, with its chart library, so that a browser needs nothing from elsewhere. */
await build({
  absWorkingDir: folder,
  entryPoints: ["src/page/main.mjs"],
  outdir: "dist/page",
  bundle: true,
  minify: true,
  platform: "browser",
  format: "esm",
  target: "es2022",
  logLevel: "warning",
})
mkdirSync(page, { recursive: true })
for (const name of ["index.html", "icon.svg"])
  copyFileSync(join(folder, "src", "page", name), join(page, name))
// The chart library may be passed on with its license only.
const license = join(dirname(createRequire(import.meta.url).resolve("uplot/package.json")), "LICENSE")
copyFileSync(license, join(page, "uPlot-LICENSE.txt"))
