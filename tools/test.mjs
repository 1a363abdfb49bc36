import { lost, runJest, summary } from "./jest/run.mjs"
import { main } from "./main.mjs"
import { ensureBuilt, ensureInstalled } from "./workspace.mjs"

let counts = lost
await main(async () => {
  await ensureInstalled()
  await ensureBuilt()
  const result = await runJest(process.argv.slice(2), { show: true })
  counts = result.counts
  return result.code
})
console.log(summary(counts))
