import { fileURLToPath } from "node:url"
import { build } from "esbuild"

/** The contract is bundled, so that the emulator installs without the provider and Pulumi. */
await build({
  absWorkingDir: fileURLToPath(new URL(".", import.meta.url)),
  entryPoints: ["src/index.ts", "src/cli.ts"],
  outdir: "dist",
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  external: ["fastify", "zod"],
  sourcemap: true,
  sourcesContent: false,
  logLevel: "warning",
})
