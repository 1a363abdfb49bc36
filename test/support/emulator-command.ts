import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { ScaleboxClient } from "../../provider/src/client"
import type { SandboxDetails } from "../../provider/src/contract"

const command = join(__dirname, "..", "..", "emulator", "dist", "cli.js")

/** The emulator as a process of its own, with a data file: it can be killed and comes back with what it held. */
export class EmulatorCommand {
  private readonly folder = mkdtempSync(join(tmpdir(), "scalebox-emulator-"))
  private child: ChildProcess | undefined
  url = ""

  /** @param node what runs it */
  constructor(
    private readonly flags: readonly string[],
    private readonly node = process.execPath,
  ) {}

  /** Starts it, again on the same port. */
  async start(): Promise<void> {
    const port = this.url ? new URL(this.url).port : "0"
    const data = join(this.folder, "data.jsonl")
    const child = spawn(this.node, [command, "--port", port, "--data", data, ...this.flags])
    this.child = child
    const [line] = (await once(createInterface(child.stdout), "line")) as [string]
    this.url = line.split(" ").at(-1) ?? ""
  }

  async kill(): Promise<void> {
    const { child } = this
    this.child = undefined
    if (!child) return
    const closed = once(child, "close")
    child.kill("SIGKILL")
    await closed
  }

  /** All sandboxes of an account. */
  async sandboxes(apiKey: string): Promise<SandboxDetails[]> {
    const client = new ScaleboxClient({ apiKey, apiUrl: this.url })
    return (await client.listSandboxes({ limit: 100 })).sandboxes
  }

  account(): never {
    throw new Error("The emulator runs in a process of its own: ask it over HTTP")
  }

  async end(): Promise<void> {
    await this.kill()
    rmSync(this.folder, { recursive: true, force: true })
  }
}
