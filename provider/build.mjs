import { chmodSync, copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { createRequire } from "node:module"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "esbuild"
import { writeLauncher } from "./launcher.mjs"
import { writeLicenses } from "./licenses.mjs"
import { completed } from "./schema.mjs"

const folder = fileURLToPath(new URL(".", import.meta.url))
/** @param {string} path */
const json = (path) => JSON.parse(readFileSync(join(folder, path), "utf8"))
const manifest = json("package.json")
const { dependencies, peerDependencies } = manifest
/** All of zod takes longer to load than the rest of ours; what of it is used is bundled. */
const external = Object.keys({ ...dependencies, ...peerDependencies }).filter((name) => name !== "zod")

/** @type {import("esbuild").BuildOptions} */
const entries = {
  absWorkingDir: folder,
  outbase: "src",
  outdir: "dist",
  allowOverwrite: true,
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  external,
  sourcemap: true,
  logLevel: "warning",
}
/** The entries as one file each: every run loads one of them in the program and one in the provider process. */
await build({ ...entries, entryPoints: ["src/index.ts", "src/dynamic.ts", "src/cli/main.ts"] })
const faceIn = (/** @type {string} */ name) => join(folder, "src", "faces", name, "face")
/** The classes once more, on the plugin. @type {import("esbuild").Plugin} */
const onPlugin = {
  name: "face of the plugin",
  setup: ({ onResolve }) =>
    onResolve({ filter: /\/face$/ }, ({ resolveDir, path }) =>
      join(resolveDir, path) === faceIn("program") ? { path: `${faceIn("native")}.ts` } : undefined,
    ),
}
await build({ ...entries, entryPoints: ["src/native.ts"], plugins: [onPlugin] })
/** The schema as the plugin answers it; also as a file, for those who write SDKs from it. */
const schema = JSON.stringify(completed(json("src/faces/plugin/schema.json"), manifest, process.env))
/** @type {import("esbuild").Plugin} */
const completedSchema = {
  name: "completed schema",
  setup({ onLoad }) {
    onLoad({ filter: /plugin[\\/]schema\.json$/ }, () => ({ contents: schema, loader: "json" }))
  },
}
/** The plugin as one file that needs nothing beside Node.js: it is started by itself, in whatever folder. */
const { metafile } = await build({
  absWorkingDir: folder,
  entryPoints: { "plugin/main": "src/faces/plugin/main.ts" },
  outdir: "dist",
  bundle: true,
  minify: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  // Only what grpc-js uses to describe itself to others needs it.
  external: ["@grpc/proto-loader"],
  // Licenses of what is in it go into a file of their own.
  legalComments: "none",
  metafile: true,
  plugins: [completedSchema],
  logLevel: "warning",
})
writeFileSync(join(folder, "dist", "plugin", "schema.json"), schema)
writeLicenses(Object.keys(metafile.inputs), folder, join(folder, "dist", "plugin", "LICENSES.txt"))
await writeLauncher(folder)
// The compiled files next to the bundles are looked through by the import rules.
copyFileSync(
  join(folder, "src", "faces", "plugin", "schema.json"),
  join(folder, "dist", "faces", "plugin", "schema.json"),
)
// npm makes the command executable when it installs the package, which in a clone is before the build.
chmodSync(join(folder, "dist", "cli", "main.js"), 0o755)
// Zod may be passed on with its license only.
const license = join(dirname(createRequire(import.meta.url).resolve("zod/package.json")), "LICENSE")
copyFileSync(license, join(folder, "dist", "zod-LICENSE.txt"))
// The engine keeps the schema of a plugin that is used by its path beside that folder, by its version: it would not see a new one.
for (const name of readdirSync(join(folder, "dist"))) {
  if (name.startsWith("schema-scalebox-")) rmSync(join(folder, "dist", name))
}
