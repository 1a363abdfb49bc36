import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { run } from "../support/command"

const { PULUMI_ENGINE_DIR: engine = "", PATH = "", HOME } = process.env
const built = join(__dirname, "..", "..", "provider", "dist", "plugin", "schema.json")

test("Pulumi finds nothing wrong with the schema of the plugin", async () => {
  const env = { PATH: engine + delimiter + PATH, HOME, PULUMI_SKIP_UPDATE_CHECK: "1" }
  expect(await run("pulumi", ["schema", "check", built], { cwd: tmpdir(), env })).toBe("")
})
