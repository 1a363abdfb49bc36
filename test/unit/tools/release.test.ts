import { execFile, spawnSync } from "node:child_process"
import { readFileSync, rmSync } from "node:fs"
import { join, relative } from "node:path"
import { promisify } from "node:util"
import { parse } from "yaml"
import { pack } from "../../support/packed"
import { fakeCommands, temporaryFolder } from "./fake-commands"
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

test("checksums are what sha256sum checks", async () => {
  const folder = fakeCommands({ one: "exit 1", two: "exit 2" })
  const lines = await inNode<string>("release.mjs", "tool.checksums(input)", { input: folder })
  const check = spawnSync("sha256sum", ["--check", "--strict"], {
    cwd: folder,
    input: lines,
    encoding: "utf8",
  })
  expect(check.stdout).toBe("one: OK\ntwo: OK\n")
})

interface Job {
  needs?: string | string[]
  permissions?: Record<string, string>
  environment?: string
  steps: { uses?: string; run?: string; env?: Record<string, string> }[]
}
const jobsOf = (name: string) => {
  const text = readFileSync(join(root, ".github", "workflows", name), "utf8")
  return (parse(text) as { jobs: Record<string, Job> }).jobs
}
const commandsOf = (job: Job | undefined) => (job?.steps ?? []).flatMap(({ run }) => run ?? [])

describe("The workflow CI", () => {
  test("runs what everybody can run", () => {
    const { check, matrix, audit } = jobsOf("ci.yml")
    expect([check, matrix, audit].map(commandsOf)).toEqual([
      ["bash .ci/run"],
      ["npm run test:matrix"],
      ["npm run audit"],
    ])
  })
})

describe("The workflow Release", () => {
  const { versions, build, test: tested, publish } = jobsOf("release.yml")

  test("runs scripts that exist", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { scripts: object }
    const used = [versions, build, tested, publish]
      .flatMap(commandsOf)
      .flatMap((line) =>
        [...line.matchAll(/npm run ([\w:-]+)(?! --if-present|[\w:-])/g)].map(([, name]) => name),
      )
    expect(used).toEqual([])
    expect(Object.keys(scripts)).toContain("version-packages")
  })

  test("builds without rights, without the token of the checkout and without scripts of packages", () => {
    expect(build?.permissions).toEqual({ contents: "read" })
    expect(commandsOf(build)).toContain("npm ci --ignore-scripts")
    expect(commandsOf(versions)).toEqual(["npm ci --ignore-scripts"])
  })

  test("tests what was built, before it is published", () => {
    expect(tested).toMatchObject({ needs: "build", permissions: { contents: "read" } })
    expect(tested?.steps.at(-1)).toEqual({ run: "bash .ci/run", env: { PACKED_FOLDER: "release" } })
    expect(publish?.needs).toEqual(["build", "test"])
  })

  test("publishes with provenance and without a token, in a job that runs no code of the repository", () => {
    expect(publish).toMatchObject({ environment: "npm", permissions: { "id-token": "write" } })
    expect(commandsOf(publish).join("\n")).toMatch(/sha256sum --check[\s\S]*npm publish .* --provenance/)
    expect(JSON.stringify(publish)).not.toMatch(/checkout|npm (ci|run|install)|NPM_TOKEN|NODE_AUTH_TOKEN/)
    for (const workspace of ["provider", "emulator"]) {
      const manifest = JSON.parse(readFileSync(join(root, workspace, "package.json"), "utf8")) as {
        publishConfig: object
      }
      expect(manifest.publishConfig).toEqual({ access: "public", provenance: true })
    }
  })
})

describe("The job of the workflow Release that publishes", () => {
  const [check = "", publishing = "", releasing = ""] = commandsOf(jobsOf("release.yml").publish)

  /** Runs a step as GitHub does, and answers the lines that it prints. */
  async function printed(script: string, cwd: string, env: Record<string, string> = {}): Promise<string[]> {
    const { stdout } = await promisify(execFile)("bash", ["-e", "-c", script], {
      cwd,
      env: {
        PATH: `${cwd}:${process.env.PATH}`,
        GITHUB_REPOSITORY: "owner/name",
        GITHUB_SHA: "c0ffee",
        TAGS: "pulumi-scalebox@1.2.0 scalebox-emulator@1.3.0",
        ...env,
      },
    })
    return stdout
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean)
  }

  test("refuses a file that is not as it was built, and one that was not built", async () => {
    const folder = fakeCommands({ "a.tgz": "one", "b.tgz": "two" })
    const sums = await inNode<string>("release.mjs", "tool.checksums(input)", { input: folder })
    const env = { CHECKSUMS: Buffer.from(sums).toString("base64") }
    expect(await printed(check, folder, env)).toEqual(["a.tgz: OK", "b.tgz: OK"])
    fakeCommands({ "c.tgz": "three" }, folder)
    await expect(printed(check, folder, env)).rejects.toMatchObject({ code: 1 })
    rmSync(join(folder, "c.tgz"))
    fakeCommands({ "b.tgz": "other" }, folder)
    await expect(printed(check, folder, env)).rejects.toMatchObject({ code: 1 })
  })

  test("publishes the file of each package, unless a try before it has done so", async () => {
    const npm = (known: string) =>
      `case "$1 $2" in "view ${known}") ;; "view "*) exit 1 ;; *) echo "$1 $2" ;; esac`
    const [first, second] = ["./release/pulumi-scalebox-1.2.0.tgz", "./release/scalebox-emulator-1.3.0.tgz"]
    expect(await printed(publishing, fakeCommands({ npm: npm("none") }))).toEqual([
      `publish ${first}`,
      `publish ${second}`,
    ])
    expect(await printed(publishing, fakeCommands({ npm: npm("pulumi-scalebox@1.2.0") }))).toEqual([
      `publish ${second}`,
    ])
  })

  test("makes a release on GitHub for each package, with the plugin where Pulumi looks for it", async () => {
    const gh = (known: string) =>
      `if [ "$2" = view ]; then test "$3" = "${known}"; exit; fi; tag=$3; shift 9; echo "$tag $1 $#"`
    const folder = fakeCommands({ gh: gh("none") })
    fakeCommands({ "pulumi-resource-scalebox-v1.2.0-linux-amd64.tar.gz": "" }, join(folder, "release"))
    const released = ["v1.2.0 --latest=true 4", "scalebox-emulator@1.3.0 --latest=false 3"]
    expect(await printed(releasing, folder)).toEqual(released)
    fakeCommands({ gh: gh("v1.2.0") }, folder)
    expect(await printed(releasing, folder)).toEqual(released.slice(1))
  })
})

test("pack takes the file of a release if there is one", async () => {
  const folder = temporaryFolder()
  const { version } = JSON.parse(readFileSync(join(root, "emulator", "package.json"), "utf8")) as {
    version: string
  }
  const tarball = join(folder, `scalebox-emulator-${version}.tgz`)
  fakeCommands({ two: "", one: "" }, join(folder, "package"))
  await promisify(execFile)("tar", ["-czf", tarball, "package/one", "package/two"], { cwd: folder })
  process.env.PACKED_FOLDER = relative(root, folder)
  try {
    expect(await pack("emulator", temporaryFolder())).toEqual({ tarball, files: ["one", "two"] })
  } finally {
    delete process.env.PACKED_FOLDER
  }
})
