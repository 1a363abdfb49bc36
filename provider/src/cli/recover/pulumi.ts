import { spawn } from "node:child_process"
import { once } from "node:events"
import { text } from "node:stream/consumers"

/** Stack configuration by its full key, such as `scalebox:apiUrl`; secrets decrypted. */
export type StackConfiguration = Record<string, string | undefined>

/** The Pulumi CLI on PATH, at work on one stack. */
export class PulumiCli {
  /**
   * @param folder Where the project is.
   * @param stack Default: the stack that is selected there.
   */
  constructor(
    private readonly folder: string,
    private readonly stack?: string,
  ) {}

  /** The state of the stack, with secrets encrypted. */
  exportState(): Promise<string> {
    return this.run(["stack", "export"])
  }

  /** Puts a state in place of the stack's own. It goes through a pipe, as it may hold secrets to encrypt. */
  async importState(state: string): Promise<void> {
    await this.run(["stack", "import"], state)
  }

  async configuration(): Promise<StackConfiguration> {
    const shown = await this.run(["config", "--json", "--show-secrets"])
    const settings = JSON.parse(shown) as Record<string, { value?: string }>
    return Object.fromEntries(Object.entries(settings).map(([key, { value }]) => [key, value]))
  }

  /** `project/stack/` of a stack whose state names neither. */
  async ownerPrefix(): Promise<string> {
    const shown = JSON.parse(await this.run(["about", "--json"])) as {
      currentStack?: { fullyQualifiedName?: string }
    }
    const [stack, project] = (shown.currentStack?.fullyQualifiedName ?? "").split("/").reverse()
    if (!stack || !project) throw new Error("Cannot see which project this is: `pulumi about` names no stack")
    return `${project}/${stack}/`
  }

  private async run(args: string[], input = ""): Promise<string> {
    const stack = this.stack === undefined ? [] : ["--stack", this.stack]
    const full = [...args, ...stack, "--cwd", this.folder, "--non-interactive", "--color", "never"]
    const child = spawn("pulumi", full, { env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "1" } })
    // If the CLI ends before it has read all, its own message says why.
    child.stdin.on("error", () => {}).end(input)
    const ended = once(child, "close") as Promise<[number | null]>
    const [output, errors, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      ended.catch(notFound),
    ])
    if (code === 0) return output
    const hint = errors.includes("failed to load checkpoint: EOF") ? tornFile : ""
    throw new Error(`\`pulumi ${args.join(" ")}\` failed:\n${errors.trim()}${hint}`)
  }
}

/** Pulumi writes the state itself at once, but not the small file beside it. */
const tornFile =
  "\nThe kill has left an empty file beside the state in the file backend: delete the .json.attrs file of 0 bytes in " +
  ".pulumi/stacks, then run this again"

function notFound(error: unknown): never {
  if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error
  throw new Error("Cannot run pulumi: put the Pulumi CLI on PATH, and check that the folder exists")
}
