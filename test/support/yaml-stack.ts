import { mkdirSync, mkdtempSync, rmSync } from "node:fs"
import { join } from "node:path"
import { stringify } from "yaml"
import { pluginFolder, version } from "./plugin"
import { type Server, Stack, type StackOptions, workFolder } from "./stack"

/**
 * Pulumi's home for the YAML programs of one test file. The engine keeps the schema of a version in it for good,
 * so that one that changed since would not be seen.
 */
let home: string | undefined

function freshHome(): string {
  if (!home) {
    mkdirSync(workFolder, { recursive: true })
    home = mkdtempSync(join(workFolder, "home-"))
  }
  return home
}

afterAll(() => {
  if (home) rmSync(home, { recursive: true, force: true })
})

/** A stack whose program is YAML and whose resources are made by the plugin. */
export class YamlStack extends Stack {
  /** `program` is the rest of Pulumi.yaml: `resources`, `variables`, `outputs`. */
  static override async create(emulator: Server, label: string, options: StackOptions): Promise<YamlStack> {
    const stack = new YamlStack(emulator, label, options)
    await stack.begin(label, options)
    return stack
  }

  private constructor(
    emulator: Server,
    private readonly project: string,
    options: StackOptions,
  ) {
    super(emulator, project, options)
    this.env = { PULUMI_HOME: freshHome(), ...this.env }
  }

  override setProgram(body: string): void {
    const head = {
      name: this.project,
      runtime: "yaml",
      plugins: { providers: [{ name: "scalebox", path: pluginFolder, version }] },
    }
    this.write({ "Pulumi.yaml": `${stringify(head)}${body}\n` })
  }
}
