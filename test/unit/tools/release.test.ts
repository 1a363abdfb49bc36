import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { inNode, root } from "./in-node"

test("a release names the repository that the workflow runs in, and keeps the rest", async () => {
  const repository = { GITHUB_SERVER_URL: "https://git.example", GITHUB_REPOSITORY: "owner/name" }
  const expression = 'tool.withOrigin({ name: "a", files: ["dist"] }, tool.repositoryIn(input), "provider")'
  expect(await inNode("release.mjs", expression, { input: repository })).toEqual({
    name: "a",
    files: ["dist"],
    homepage: "https://git.example/owner/name#readme",
    bugs: "https://git.example/owner/name/issues",
    repository: { type: "git", url: "git+https://git.example/owner/name.git", directory: "provider" },
  })
})

test("a release by hand is refused, as it could prove nothing", async () => {
  const { GITHUB_REPOSITORY, GITHUB_SERVER_URL, ...env } = process.env
  const run = promisify(execFile)(process.execPath, [join(root, "tools", "release.mjs")], { env })
  await expect(run).rejects.toMatchObject({
    code: 1,
    stderr:
      "Cannot release here: the release workflow does it, which can prove where the packages were built\n",
  })
})

describe("The workflows", () => {
  const workflow = (name: string) => readFileSync(join(root, ".github", "workflows", name), "utf8")

  test("CI runs what everybody can run", () => {
    expect(workflow("ci.yml")).toContain("- run: bash .ci/run\n")
    expect(workflow("ci.yml")).toContain("- run: npm run test:matrix\n")
    expect(workflow("ci.yml")).toContain("- run: npm run audit\n")
  })

  test("a release publishes with provenance, and runs scripts that exist", () => {
    const text = workflow("release.yml")
    expect(text).toContain("id-token: write")
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object }
    const used = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name)
    expect(used).toEqual(["ok", "version-packages", "release"])
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining(used))
    for (const workspace of ["provider", "emulator"]) {
      const manifest = JSON.parse(readFileSync(join(root, workspace, "package.json"), "utf8")) as {
        publishConfig: object
      }
      expect(manifest.publishConfig).toEqual({ access: "public", provenance: true })
    }
  })
})
