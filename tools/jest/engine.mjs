import { ensureEngine } from "../engine/ensure.mjs"
import { ensureYamlHost } from "../engine/yaml-host.mjs"

/** Gets the engine for the e2e tests, which find its folder in PULUMI_ENGINE_DIR; without it, `pulumi` is on PATH. */
export default async function setup() {
  const { folder } = await ensureYamlHost(await ensureEngine())
  if (folder) process.env.PULUMI_ENGINE_DIR = folder
  else delete process.env.PULUMI_ENGINE_DIR
}
