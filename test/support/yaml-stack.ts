import { stringify } from "yaml"
import { pluginFolder, version } from "./plugin"
import { type Server, Stack, type StackOptions } from "./stack"

/** A stack whose program is YAML and whose resources are created by the plugin. */
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
