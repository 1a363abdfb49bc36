import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { delimiter, join } from "node:path"
import { text } from "node:stream/consumers"
import { closedPort } from "../support/closed-port"
import { run } from "../support/command"
import { sharedEmulator } from "../support/emulator"
import { Stack } from "../support/stack"
import { blocks, pages, root } from "../unit/docs/pages"

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

describe("The commands in the docs", () => {
  /** Every line of a page that a person is told to type, without comments and what a shell adds. */
  const lines = pages()
    .filter(({ path }) => !path.startsWith("decisions/"))
    .flatMap(({ text: page }) => blocks(page, ["sh"]).flatMap(({ code }) => code.split("\n")))
    .map((line) => line.replace(/ +#.*/, "").trim())
  const arguments_ = (command: RegExp) =>
    [...new Set(lines.filter((line) => command.test(line)).map((line) => line.replace(command, "")))].map(
      (line) =>
        line
          .replaceAll(/"\$?[^"]*"/g, "some-text")
          .replaceAll("$", "")
          .split(" ")
          .filter(Boolean),
    )

  test("are commands of Pulumi, of the package and of the emulator, with options that they have", async () => {
    const [pulumi, provider, emulator] = [/^pulumi /, /^npx pulumi-scalebox /, /^npx scalebox-emulator/].map(
      arguments_,
    )
    expect(pulumi?.length).toBeGreaterThan(10)
    for (const args of pulumi ?? []) {
      const help = await run("pulumi", [...args, "--help"], { cwd: folder, env: clean })
      // An unknown command shows the list of all.
      expect({ args, help }).toEqual({ args, help: expect.stringMatching(/^ {2}pulumi \S/m) })
      expect({ args, help }).not.toEqual({ args, help: expect.stringContaining("Getting Started Commands") })
    }
    for (const [program, all] of [
      [join(root, "provider", "dist", "cli", "main.js"), provider],
      [join(root, "emulator", "dist", "cli.js"), emulator],
    ] as const) {
      expect(all?.length).toBeGreaterThan(0)
      for (const args of all ?? [])
        await run(process.execPath, [program, ...args, "--help"], { cwd: folder, env: clean })
    }
  })
})

/**
 * Stands in for `npm install` with links to what this repository has installed: that the packed packages install from a
 * registry is shown elsewhere, and takes longer than all the rest.
 */
const linking = `npm() {
  if [ "$1" != install ]; then command npm "$@"; return; fi
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

/** The blocks of a page as one script: named blocks become files, and what is marked as a server runs on beside the rest. */
function scriptOf(page: string): string {
  return blocks(page, ["sh", "ts", "yaml", "json"])
    .filter(({ language, file }) => language === "sh" || file)
    .map(({ note, code, file }) => {
      if (file) return `cat > ${file} <<'END OF FILE'\n${code}END OF FILE\n`
      if (note !== "server") return code
      return `${code.trim()} > server.log 2>&1 &\nuntil grep -q listening server.log; do kill -0 $!; sleep 0.1; done\n`
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

describe("The guide Start", () => {
  test("works line by line, in an empty folder", async () => {
    const page = pages().find(({ path }) => path === "docs/start.md")?.text ?? ""
    const port = String(await closedPort())
    const script = linking + scriptOf(page).replaceAll(/(?<=--port |127\.0\.0\.1:)8080/g, port)
    const shell = spawn("bash", ["-e", "-c", script], {
      cwd: folder,
      env: {
        ...clean,
        EXAMPLES: join(root, "examples"),
        MODULES: join(root, "node_modules"),
        EMULATOR: join(root, "emulator", "dist", "cli.js"),
      },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    })
    try {
      const [stdout, stderr, [code]] = await Promise.all([
        text(shell.stdout),
        text(shell.stderr),
        once(shell, "exit") as Promise<[number | null]>,
      ])
      expect({ code, stdout, stderr }).toMatchObject({ code: 0 })
      expect(stdout).toMatch(/^https:\/\/8080-sbx-/m)
      expect(stdout).toContain("- 3 deleted")
      expect(existsSync(join(folder, "my-sandbox", "my-environment", "index.ts"))).toBe(true)
    } finally {
      endGroup(shell.pid)
    }
  })
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
