import { readFileSync } from "node:fs"
import { join } from "node:path"
import { inNode, root } from "./in-node"

const json = (...path: string[]) => JSON.parse(readFileSync(join(root, ...path), "utf8"))
const completed = (manifest: object, env = {}) =>
  inNode("../provider/schema.mjs", 'tool.completed({ name: "scalebox" }, input.manifest, input.env)', {
    input: { manifest, env },
  })

test("the schema has the version of the package", async () => {
  expect(await completed({ version: "1.2.3" })).toEqual({ name: "scalebox", version: "1.2.3" })
})

test("a release says where its plugin is downloaded from", async () => {
  const whole = {
    name: "scalebox",
    version: "1.2.3",
    repository: "https://github.com/owner/name",
    pluginDownloadURL: "github://api.github.com/owner/name",
  }
  const repository = { type: "git", url: "git+https://github.com/owner/name.git", directory: "provider" }
  expect(await completed({ version: "1.2.3", repository })).toEqual(whole)
  const env = { GITHUB_SERVER_URL: "https://github.com", GITHUB_REPOSITORY: "owner/name" }
  expect(await completed({ version: "1.2.3" }, env)).toEqual(whole)
})

test("the build completes the schema that npm run schema has written", async () => {
  const written = json("provider", "src", "faces", "plugin", "schema.json")
  const { version } = json("provider", "package.json")
  expect(json("provider", "dist", "plugin", "schema.json")).toMatchObject({ ...written, version })
})
