import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { text } from "node:stream/consumers"
import { makeByHand } from "../support/by-hand"
import { freePort } from "../support/closed-port"
import { sharedEmulator } from "../support/emulator"
import { linkCommands } from "../support/packed"
import { Stack } from "../support/stack"
import { blocks, commands, pages, root } from "../unit/docs/pages"

const folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-scalebox-guide-")))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const { PULUMI_ENGINE_DIR: engine = "", PATH = "", HOME } = process.env

/** Nothing is configured: what a guide needs, it must say. */
const clean = {
  PATH: `${engine}${delimiter}${PATH}`,
  HOME,
  PULUMI_HOME: join(folder, "home"),
  PULUMI_SKIP_UPDATE_CHECK: "1",
}

/**
 * Replaces `npm install` by links to what this repository has installed: that the packed packages install from a
 * registry is shown elsewhere, and takes longer than all the rest.
 */
const linking = `npm() {
  if [ "$1" != install ]; then command npm "$@"; return; fi
  if [ $# = 1 ]; then ln -s ../node_modules node_modules; return; fi
  for wanted in "\${@:2}"; do
    name="\${wanted%@[0-9]*}"
    case "$name" in
      -*) ;;
      *)
        mkdir -p "node_modules/.bin" "$(dirname "node_modules/$name")"
        test -e "$MODULES/$name"
        ln -s "$MODULES/$name" "node_modules/$name" ;;
    esac
  done
  ln -sf "$EMULATOR" node_modules/.bin/scalebox-emulator
}
`

/** Starts a server, unless it runs since an earlier page. */
const serverOf = (command: string) => `
if [ -z "$server" ]; then
  ${command} > server.log 2>&1 &
  server=$!
  until grep -q listening server.log; do kill -0 $server; sleep 0.1; done
fi
`

/**
 * The blocks of a page as one script: named blocks become files, and what is marked as a server runs on beside the rest.
 * What is marked as `unit` is run by the unit tests of the docs.
 */
function scriptOf(page: string, languages = ["sh", "ts", "yaml", "json"]): string {
  return blocks(page, languages)
    .filter(({ language, note, file }) => note !== "unit" && (language === "sh" || file))
    .map(({ note, code, file }) => {
      if (file) return `cat > ${file} <<'END OF FILE'\n${code}END OF FILE\n`
      return note === "server" ? serverOf(code.trim()) : code
    })
    .join("")
}

/** What the script left running, which is nothing where its server could not start. */
function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, "SIGKILL")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error
  }
}

/** Runs a script as a person types it and answers what it printed, on a port of the system's choice where it says 8080. */
async function typed(script: string, cwd: string, env: NodeJS.ProcessEnv) {
  const port = String(await freePort())
  const shell = spawn("bash", ["-e", "-c", script.replaceAll(/(?<=--port |127\.0\.0\.1:)8080/g, port)], {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  })
  try {
    const [stdout, stderr, [code]] = await Promise.all([
      text(shell.stdout),
      text(shell.stderr),
      once(shell, "exit") as Promise<[number | null]>,
    ])
    if (code !== 0) throw new Error(`The commands ended with ${code}:\n${stdout}${stderr}`)
    return stdout
  } finally {
    endGroup(shell.pid)
  }
}

const tsconfig = JSON.stringify({
  compilerOptions: { module: "commonjs", moduleResolution: "node", target: "es2022", noCheck: true },
})

const filesIn = (path: string) => readdirSync(path, { recursive: true, encoding: "utf8" })

const pageAt = (path: string) => pages().find((page) => page.path === path)?.text ?? ""

describe("The guide Start", () => {
  test("works line by line, in an empty folder", async () => {
    const stdout = await typed(linking + scriptOf(pageAt("docs/start.md")), folder, {
      ...clean,
      EXAMPLES: join(root, "examples"),
      PULUMI_SKIP_CONFIRMATIONS: "true",
      MODULES: join(root, "node_modules"),
      EMULATOR: join(root, "emulator", "dist", "cli.js"),
    })
    expect(stdout).toMatch(/^https:\/\/8080-sbx-/m)
    expect(stdout).toContain("- 3 deleted")
    expect(stdout).toContain("+ 5 created")
    expect(stdout).not.toMatch(/warning/i)
    expect(existsSync(join(folder, "my-sandbox", "my-environment", "index.ts"))).toBe(true)
  })
})

describe("The page on the plugin", () => {
  test("moves a stack over and takes a sandbox over, with what it says to write", async () => {
    const program = `
      const sandbox = new scalebox.Sandbox("dev", { template: "python-dev", timeout: 3600 })
      new scalebox.SandboxPort("web", { sandbox, port: 8080, name: "web" })
    `
    const stack = await Stack.create(await sharedEmulator(), "my-sandbox", { program })
    linkCommands(stack.folder)
    symlinkSync(join(root, "provider"), join(stack.folder, "node_modules", "pulumi-scalebox"))
    await stack.mustUp()
    await stack.mustRun(["stack", "select"])
    const { sandboxId } = await makeByHand(stack, { name: "taken" })
    stack.write({ "package.json": '{"name": "my-sandbox", "main": "index.ts"}', "tsconfig.json": tsconfig })
    const script = scriptOf(pageAt("docs/plugin.md")).replaceAll("sbx-0123456789abcdef", sandboxId)
    const stdout = await typed(script, stack.folder, stack.environment())
    expect(stdout).toMatch(/^Resources:\n +3 unchanged$/m)
    expect(stdout).toMatch(/^https:\/\/8080-sbx-/m)
    expect(stack.requests("POST")).toEqual([])
    expect(stack.resource("taken")).toMatchObject({ id: sandboxId, type: "scalebox:index:Sandbox" })
    await stack.end()
  })
})

/** Pages whose commands work one after the other in a project that exists. */
const inProject = [
  "docs/configuration.md",
  "emulator/README.md",
  "docs/testing.md",
  "docs/pipelines.md",
  "docs/scale.md",
  "docs/reproducible-environments.md",
  "docs/recover.md",
  "docs/work-in-it.md",
]

/** A person types the secret that is asked for, and answers yes. */
const answering = `
pulumi() {
  if [ "$1 $2 $3 $#" = "config set --secret 4" ]; then echo typed-key | command pulumi "$@"
  else command pulumi "$@"; fi
}
npx() {
  case "$*" in
    "pulumi-scalebox recover --dry-run") command npx "$@" ;;
    "pulumi-scalebox recover"*) command npx "$@" --yes ;;
    *) command npx "$@" ;;
  esac
}
`

/** What a killed run leaves: a lock, and a sandbox that the state does not know. */
const killed = `
lock="\${PULUMI_BACKEND_URL#file://}/.pulumi/locks/organization/from-template/dev-somebody"
mkdir -p "$lock"
echo '{"pid": 1, "username": "somebody", "hostname": "gone"}' > "$lock/1.json"
orphan=$(curl -sX POST "$SCALEBOX_API_URL/v1/sandboxes" -H "X-API-Key: $SCALEBOX_API_KEY" -d '{"metadata":
  {"pulumi-scalebox-owner": "from-template/dev-somebody/dev", "pulumi-scalebox-nonce": "n"}}' | grep -o 'sbx-[0-9a-f]*' | head -n 1)
`

test("The commands of the other guides work in a project", async () => {
  const stack = await Stack.fromTemplate(await sharedEmulator(), join(root, "examples", "dev-environment"))
  await stack.mustRun(["stack", "select"])
  linkCommands(stack.folder)
  const scripts = inProject.map((path) => {
    const languages = path === "docs/work-in-it.md" ? ["sh", "ts", "js"] : ["sh"]
    const script = scriptOf(pageAt(path), languages).replaceAll("sbx-0123456789abcdef", '"$orphan"')
    return `printf '\\n--- %s\\n' ${path}\n${path === "docs/recover.md" ? killed : ""}${script}`
  })
  // The machine that the last guide works in is none on the emulator.
  const serving = "printf '\\n--- serving\\n'\nnode serve.mjs 2>&1 || true\n"
  const stdout = await typed(linking + answering + scripts.join("") + serving, stack.folder, {
    ...stack.environment(),
    MODULES: join(root, "node_modules"),
    EMULATOR: join(root, "emulator", "dist", "cli.js"),
    PULUMI_SKIP_CONFIRMATIONS: "true",
    USER: "somebody",
  })
  const printed = new Map(
    stdout.split(/^--- /m).map((part) => [part.slice(0, part.indexOf("\n")), part] as const),
  )
  expect(printed.get("emulator/README.md")).toContain('"name":"my-dev"')
  expect(printed.get("docs/testing.md")).toContain("5 to create")
  expect(printed.get("docs/pipelines.md")).toContain("+ 5 created")
  expect(printed.get("docs/reproducible-environments.md")).toContain('"web":"https://8080-')
  expect(printed.get("docs/recover.md")).toMatch(/^sbx-\w+ is being deleted$/m)
  expect(printed.get("docs/work-in-it.md")).toMatch(
    /^sbx-\w+ is running, its port 8080 is https:\/\/8080-sbx-\S+\n/m,
  )
  expect(printed.get("serving")).toContain("fetch failed")
  expect(filesIn(stack.folder).filter((name) => name.endsWith("dev-somebody.json.gz"))).toHaveLength(1)
  stack.dispose()
  // The commands of eight pages, one after the other.
}, 600_000)

/** Commands that other tests run, or that nobody can run everywhere, by the page. */
const elsewhere: Record<string, string> = {
  "README.md": "quickstart.test.ts and CI",
  "CONTRIBUTING.md": "CI and the person who changes something",
  "provider/README.md": "package.test.ts and the guides",
  "docs/import.md": "import-account.test.ts",
  "docs/plugin.md": "the page on the plugin",
  "docs/start.md": "the guide Start",
  "docs/versioning.md": "the release workflow",
  "docs/dependencies.md": "needs the audit endpoint of a registry",
}

test("No page has commands that no test runs", () => {
  const withCommands = pages()
    .filter(({ path, text: page }) => !path.startsWith("examples/") && commands(page).length > 0)
    .map(({ path }) => path)
  expect(withCommands.sort()).toEqual([...inProject, ...Object.keys(elsewhere)].sort())
})

describe("The guide Migrating", () => {
  test("takes a sandbox over from a dynamic provider of one's own, without touching it", async () => {
    const stack = await Stack.create(await sharedEmulator(), "migrating", { program: "" })
    const request = await fetch(`${stack.env.SCALEBOX_API_URL}/v1/sandboxes`, {
      method: "POST",
      headers: { "X-API-Key": stack.apiKey },
      body: JSON.stringify({ name: "mine", template: "python-dev", timeout: 3600 }),
    })
    const { data } = (await request.json()) as { data: { sandbox_id: string } }
    const own = (options: string) => `
      const provider = {
        create: async () => ({ id: "${data.sandbox_id}", outs: {} }),
        delete: async () => { throw new Error("It would be deleted") },
      }
      class Mine extends pulumi.dynamic.Resource { constructor(name, opts) { super(provider, name, {}, opts) } }
      new Mine("mine", ${options})
    `
    const ours = (options: string) =>
      `new scalebox.Sandbox("mine", { template: "python-dev", timeout: 3600 }, ${options})`
    const imported = `{ import: "${data.sandbox_id}" }`
    for (const program of [
      own("{}"),
      own("{ retainOnDelete: true }") + ours(imported),
      ours(imported),
      ours("{}"),
    ]) {
      stack.setProgram(program)
      await stack.mustUp()
    }
    expect(stack.resources().map(({ id }) => id)).toEqual([data.sandbox_id])
    expect(stack.requests("DELETE")).toEqual([])
    expect(stack.requests("POST")).toEqual(["POST /v1/sandboxes"])
    stack.dispose()
  })
})
