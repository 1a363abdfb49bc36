import { type ChildProcess, spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { build } from "esbuild"

const root = join(__dirname, "..", "..", "..")

/** How a command ended, and all that it printed. */
export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** The command, built from the sources into a folder of its own. */
export class Command {
  readonly folder = mkdtempSync(join(tmpdir(), "scalebox-emulator-"))
  private readonly children: ChildProcess[] = []

  async build(): Promise<void> {
    await build({
      entryPoints: [join(root, "emulator", "src", "cli.ts")],
      outfile: join(this.folder, "cli.js"),
      bundle: true,
      platform: "node",
      external: ["fastify", "zod"],
    })
  }

  file(name: string): string {
    return join(this.folder, name)
  }

  start(...args: string[]): { child: ChildProcess; ended: Promise<Ended>; ready: Promise<string> } {
    const env = { ...process.env, NODE_PATH: join(root, "node_modules") }
    const child = spawn(process.execPath, [this.file("cli.js"), ...args], { env })
    this.children.push(child)
    const printed = { stdout: "", stderr: "" }
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      printed.stderr += text
    })
    const ended = once(child, "close").then(([code]) => ({ code: code as number | null, ...printed }))
    const ready = new Promise<string>((resolve, reject) => {
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        printed.stdout += text
        const [, url] = /listening on (\S+)\n/.exec(printed.stdout) ?? []
        if (url) resolve(url)
      })
      ended.then(({ stderr }) => reject(new Error(`The command ended before it listened: ${stderr}`)))
    })
    // A command that is meant to end is never ready, and nobody waits for that.
    ready.catch(() => {})
    return { child, ended, ready }
  }

  /** Ends what still runs, and removes the folder. */
  dispose(): void {
    for (const child of this.children) child.kill("SIGKILL")
    rmSync(this.folder, { recursive: true, force: true })
  }
}
