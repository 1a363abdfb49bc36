import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { cases } from "./cases"
import { Service } from "./service"

const { SCALEBOX_API_URL: url = "https://api.scalebox.dev", SCALEBOX_API_KEY: key } = process.env
if (!key)
  throw new Error(
    "Set SCALEBOX_API_KEY, and SCALEBOX_API_URL for another service than https://api.scalebox.dev",
  )

const service = new Service(new URL(url).origin, key)
const folder = join(__dirname, "..", "fixtures", "live")

afterAll(async () => {
  const left = await service.cleanUp()
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${new URL(url).host.replaceAll(":", "-")}.json`)
  writeFileSync(file, `${JSON.stringify(service.seen, null, 2)}\n`)
  process.stdout.write(`What the service said is in ${file}\n`)
  if (left.length > 0) throw new Error(`Delete these sandboxes, the test could not: ${left.join(", ")}`)
}, 600_000)

test.each(cases())("$name", async ({ look }) => expect(await look(service)).toEqual([]), 600_000)
