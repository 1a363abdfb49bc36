import { type ChildProcess, spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { basename, delimiter, dirname, join } from "node:path"
import { stringify } from "yaml"
import type { Account, Emulator } from "../../emulator/src"
import { type EventLog, readEventLog } from "./event-log"
import { pluginFolder } from "./plugin"
import { descendantsOf, endAll } from "./processes"

/** Inside the repository, so that programs find the packages of the workspace. */
const workFolder = join(__dirname, "..", "e2e", ".work")

export const passphrase = "e2e-passphrase"

/** Milliseconds after which a command is ended with all that it has started; for what hangs. */
const commandLimitMs = 200_000

export interface Run extends EventLog {
  code: number | null
  stdout: string
  stderr: string
  /** Both streams. */
  output: string
  /** What a check refused, each once: `cpuCount: must be at least 1`. */
  problems: string[]
}

/** A resource in the state file. */
export interface StateResource {
  urn: string
  type: string
  id?: string
  inputs: Record<string, unknown>
  outputs: Record<string, unknown>
  initErrors?: string[]
  delete?: boolean
  provider?: string
  /** `project:///index.js#4,15`: the user's line. */
  sourcePosition?: string
}

export interface StackOptions {
  /** Body of the program: CommonJS, with `pulumi` and `scalebox` (our package) at hand. */
  program: string
  /** Stack configuration; values that begin with `secret:` are set with --secret. */
  config?: Record<string, string>
  /** On top of a clean environment; undefined removes a variable. */
  env?: Record<string, string | undefined>
  /** Runtime options of the project, such as a module program. */
  files?: Record<string, string>
  /** Default: one that no other stack has. */
  apiKey?: string
  /** Folder to make the project in; default: one inside the repository. */
  within?: string
  /** Whether the plugin makes the resources of a JavaScript program; default false. */
  native?: boolean
}

/** What a stack needs of the emulator; one in a process of its own has no accounts to look at. */
export type Server = Pick<Emulator, "url" | "account">

const prelude = (library: string) => `const pulumi = require("@pulumi/pulumi")
const scalebox = require("${library}")
`

const plugins = { providers: [{ name: "scalebox", path: pluginFolder }] }

const secretMark = "secret:"

/** What `pulumi stack init` and, if no value is secret, `config set` write, as two processes fewer for each stack. */
const emptyStack = (
  project: string,
  stack: string,
  config: Record<string, string>,
): Record<string, string> => ({
  [`Pulumi.${stack}.yaml`]: stringify({
    encryptionsalt: "v1:ycNcADSn3LM=:v1:10jdQHI/ysLnItem:a5pb1QDT8fX9D9Bq+WkK0Dhs5gK0cA==",
    config: Object.fromEntries(
      Object.entries(config).map(([key, value]) => [key.includes(":") ? key : `${project}:${key}`, value]),
    ),
  }),
  "backend/.pulumi/meta.yaml": "version: 1\n",
  [`backend/.pulumi/stacks/${project}/${stack}.json`]: JSON.stringify({
    version: 3,
    checkpoint: { stack: `organization/${project}/${stack}` },
  }),
})

/** One Pulumi project with one stack on a file backend of its own, and an account of its own on the emulator. */
export class Stack {
  readonly folder: string
  readonly apiKey: string
  readonly name = "test"
  private library = "pulumi-scalebox"
  env: Record<string, string | undefined>

  protected constructor(
    readonly emulator: Server,
    private readonly label: string,
    { env = {}, within = workFolder, apiKey }: StackOptions,
  ) {
    const id = `${label}-${randomBytes(4).toString("hex")}`
    this.folder = join(within, id)
    this.apiKey = apiKey ?? `sk-${id}`
    this.env = { SCALEBOX_API_KEY: this.apiKey, SCALEBOX_API_URL: emulator.url, ...env }
  }

  static async create(emulator: Server, label: string, options: StackOptions): Promise<Stack> {
    const stack = new Stack(emulator, label, options)
    stack.write({ "package.json": `{"name": "${label}"}` })
    stack.setNative(options.native ?? false, options.program)
    await stack.begin(label, options)
    return stack
  }

  /** Writes the program, its files and a stack that has no resources yet. */
  protected async begin(project: string, { program, files = {}, config = {} }: StackOptions): Promise<void> {
    this.write(files)
    this.setProgram(program)
    const settings = Object.entries(config)
    const plain = settings.filter(([, value]) => !value.startsWith(secretMark))
    this.write(emptyStack(project, this.name, Object.fromEntries(plain)))
    await this.configure(Object.fromEntries(settings.filter((setting) => !plain.includes(setting))))
  }

  get account(): Account {
    return this.emulator.account(this.apiKey)
  }

  /** Makes a project of a folder by `pulumi new`, as a user does who begins with an example. */
  static async fromTemplate(
    emulator: Emulator,
    template: string,
    options: Omit<StackOptions, "program"> = {},
  ) {
    const stack = new Stack(emulator, basename(template), { program: "", ...options })
    mkdirSync(join(stack.folder, "backend"), { recursive: true })
    // The backend is in the folder, which is therefore not empty.
    await stack.mustRun(["new", template, "--yes", "--generate-only", "--force", "--name", "from-template"])
    await stack.mustRun(["stack", "init", stack.name])
    await stack.configure(options.config ?? {})
    return stack
  }

  /** Sets stack configuration; values that begin with `secret:` are set with --secret. */
  async configure(config: Record<string, string>): Promise<void> {
    const settings = Object.entries(config).flatMap(([key, value]) => {
      const secret = value.startsWith(secretMark)
      const text = secret ? value.slice(secretMark.length) : value
      return [secret ? "--secret" : "--plaintext", `${key}=${text}`]
    })
    if (settings.length > 0) await this.mustRun(["config", "set-all", ...settings])
  }

  write(files: Record<string, string>): void {
    for (const [name, text] of Object.entries(files)) {
      const file = join(this.folder, name)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, text)
    }
  }

  setProgram(body: string): void {
    this.write({ "index.js": prelude(this.library) + body })
  }

  /** Writes a JavaScript program that uses the plugin, or dynamic resources, from now on. */
  setNative(isNative: boolean, body: string): void {
    this.library = isNative ? "pulumi-scalebox/native" : "pulumi-scalebox"
    const project = {
      name: this.label,
      runtime: { name: "nodejs", options: { typescript: false } },
      main: "index.js",
      ...(isNative && { plugins }),
    }
    this.write({ "Pulumi.yaml": stringify(project) })
    this.setProgram(body)
  }

  /** `up` with the preview that a user sees before it, in one process. */
  previewedUp(...args: string[]): Promise<Run> {
    return this.run(["up", "--yes", ...args])
  }

  up(...args: string[]): Promise<Run> {
    return this.run(["up", "--yes", "--skip-preview", ...args])
  }

  preview(...args: string[]): Promise<Run> {
    return this.run(["preview", ...args])
  }

  refresh(...args: string[]): Promise<Run> {
    return this.run(["refresh", "--yes", "--skip-preview", ...args])
  }

  destroy(...args: string[]): Promise<Run> {
    return this.run(["destroy", "--yes", "--skip-preview", ...args])
  }

  /** `up` that must succeed; fails with everything that was printed. */
  async mustUp(...args: string[]): Promise<Run> {
    return this.succeeded(await this.up(...args), "up")
  }

  succeeded(run: Run, what: string): Run {
    if (run.code !== 0) throw new Error(`pulumi ${what} ended with ${run.code}:\n${run.output}`)
    return run
  }

  async mustRun(args: string[], input?: string): Promise<Run> {
    return this.succeeded(await this.run(args, input), args.join(" "))
  }

  /** Runs the real CLI to its end, with what a person types into it. */
  async run(args: string[], input = ""): Promise<Run> {
    const { child, done } = this.start(args)
    child.stdin?.end(input)
    return done
  }

  /** Starts the real CLI, for tests that interfere with it while it runs; `log` is the file of its `--event-log`. */
  start(args: string[]): { child: ChildProcess; done: Promise<Run>; log: string } {
    const operation = ["up", "preview", "refresh", "destroy"].includes(args[0] ?? "")
    const log = join(this.folder, `events-${randomBytes(4).toString("hex")}.json`)
    const makesStack = args[0] === "new" || (args[0] === "stack" && args[1] === "init")
    const full = [...args, ...(makesStack ? [] : ["--stack", this.name])]
    if (operation) full.push("--event-log", log)
    const child = spawn("pulumi", [...full, "--non-interactive", "--color", "never"], {
      cwd: this.folder,
      env: this.environment(),
      detached: true,
    })
    const chunks = { stdout: "", stderr: "", output: "" }
    for (const stream of ["stdout", "stderr"] as const) {
      child[stream]?.setEncoding("utf8").on("data", (text: string) => {
        chunks[stream] += text
        chunks.output += text
      })
    }
    const limit = setTimeout(() => {
      const { pid = 0 } = child
      chunks.output += `\nThe test ended pulumi ${args[0]}: it took longer than ${commandLimitMs / 1000} s\n`
      endAll([pid, ...descendantsOf(pid).map((started) => started.pid)])
    }, commandLimitMs)
    const done = new Promise<Run>((resolve, reject) => {
      child.once("error", reject)
      child.once("close", (code) => {
        clearTimeout(limit)
        const problems = [...chunks.output.matchAll(/has a problem: (.*)/g)].map(
          ([, problem = ""]) => problem,
        )
        resolve({ code, ...chunks, ...readEventLog(log), problems: [...new Set(problems)] })
      })
    })
    return { child, done, log }
  }

  environment(): NodeJS.ProcessEnv {
    const { PULUMI_ENGINE_DIR: engine, PATH = "", HOME } = process.env
    return {
      PATH: engine ? engine + delimiter + PATH : PATH,
      HOME,
      PULUMI_HOME: join(workFolder, "home"),
      PULUMI_BACKEND_URL: `file://${join(this.folder, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: passphrase,
      PULUMI_SKIP_UPDATE_CHECK: "1",
      PULUMI_DEBUG_COMMANDS: "1",
      ...this.env,
    }
  }

  private get stackFile(): string {
    const projects = join(this.folder, "backend", ".pulumi", "stacks")
    const project = readdirSync(projects)[0] ?? ""
    return join(projects, project, `${this.name}.json`)
  }

  /** Resources in the state, without the stack and the providers. */
  resources(): StateResource[] {
    return this.deployment().resources.filter(
      ({ type }) => type !== "pulumi:pulumi:Stack" && !type.startsWith("pulumi:providers:"),
    )
  }

  /** The one resource of this logical name; throws if there is none. */
  resource(name: string): StateResource {
    const found = this.resources().find(({ urn }) => urn.endsWith(`::${name}`))
    if (!found) throw new Error(`No resource ${name} in the state`)
    return found
  }

  /** What the program exports, secrets encrypted. */
  outputs(): Record<string, unknown> {
    const stack = this.deployment().resources.find(({ type }) => type === "pulumi:pulumi:Stack")
    if (!stack) throw new Error("There is no stack in the state")
    return stack.outputs
  }

  /** Gives the stack the state of a `pulumi stack export`; unlike the import, this keeps its pending operations. */
  setDeployment(latest: unknown): void {
    const { version, checkpoint } = JSON.parse(readFileSync(this.stackFile, "utf8"))
    writeFileSync(this.stackFile, JSON.stringify({ version, checkpoint: { ...checkpoint, latest } }))
  }

  /** Changes the state behind the engine's back, as a killed run leaves it. */
  editDeployment(
    edit: (latest: { resources: StateResource[]; pending_operations?: unknown[] }) => void,
  ): void {
    const state = JSON.parse(readFileSync(this.stackFile, "utf8"))
    edit(state.checkpoint.latest)
    writeFileSync(this.stackFile, JSON.stringify(state))
  }

  /** The text of the state, to keep and to put back as `pulumi stack export` and `import` do. */
  get stateText(): string {
    return readFileSync(this.stackFile, "utf8")
  }

  set stateText(text: string) {
    writeFileSync(this.stackFile, text)
  }

  deployment(): { resources: StateResource[]; pending_operations: unknown[] } {
    const { checkpoint } = JSON.parse(readFileSync(this.stackFile, "utf8")) as {
      checkpoint: { latest: { resources?: StateResource[]; pending_operations?: unknown[] } | null }
    }
    return {
      resources: checkpoint.latest?.resources ?? [],
      pending_operations: checkpoint.latest?.pending_operations ?? [],
    }
  }

  /** Every byte that the backend holds: state, backups, history. */
  backendText(): string {
    const root = join(this.folder, "backend")
    const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    )
    return files.map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8")).join("\n")
  }

  /** Requests that the emulator got from this stack's account, as `POST /v1/sandboxes`. */
  requests(method?: string): string[] {
    return this.account
      .requests()
      .filter((entry) => !method || entry.method === method)
      .map((entry) => `${entry.method} ${entry.path}`)
  }

  /** Destroys what the stack still holds, and fails if anything is left on the server. */
  async end(): Promise<void> {
    if (this.resources().length > 0) this.succeeded(await this.destroy(), "destroy")
    const left = this.account.sandboxes().filter(({ status }) => status !== "terminated")
    if (left.length > 0)
      throw new Error(`Left on the server: ${left.map(({ sandboxId }) => sandboxId).join(", ")}`)
    this.dispose()
  }

  /** Removes the folder without destroying anything. */
  dispose(): void {
    // What a killed run has left may still write into it for a moment.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 })
  }
}
