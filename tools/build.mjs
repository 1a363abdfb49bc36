import { main } from "./main.mjs"
import { ensureBuilt, ensureInstalled } from "./workspace.mjs"

await main(async () => {
  await ensureInstalled()
  await ensureBuilt()
})
