import { ensureEngine, withEngine } from "./engine/ensure.mjs"
import { commandOnPath } from "./engine/path.mjs"
import { main } from "./main.mjs"
import { ensureInstalled } from "./workspace.mjs"

await main(async () => {
  await ensureInstalled()
  const engine = await ensureEngine()
  console.log(`Pulumi ${engine.version}: ${commandOnPath("pulumi", withEngine(engine))}`)
})
