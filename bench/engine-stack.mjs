import { spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../tools/folders.mjs"
import { watchMemory } from "./memory.mjs"

/** Inside the clone, so that programs find its packages. */
const workFolder = join(root, "bench", ".work")

/** @typedef {import("./options.mjs").Phase} Phase */
/** @typedef {{ seconds: number, memory: number | undefined }} Measured */
/** @typedef {{ type: string, inputs: Properties, outputs: Properties }} Resource */
/** @typedef {Record<string, unknown>} Properties */

/** @type {Record<Phase, string[]>} */
const commands = {
  up: ["up", "--yes", "--skip-preview"],
  preview: ["preview", "--expect-no-changes"],
  "up again": ["up", "--yes", "--skip-preview", "--expect-no-changes"],
  refresh: ["refresh", "--yes", "--skip-preview"],
  extend: ["up", "--yes", "--skip-preview"],
  destroy: ["destroy", "--yes", "--skip-preview"],
}

/** One of the programs beside this file, as a project with a stack on a file backend of its own. */
export class EngineStack {
  /** @param {string} program @param {NodeJS.ProcessEnv} env what the program and the engine see */
  constructor(program, env) {
    this.folder = join(workFolder, `${program}-${randomBytes(4).toString("hex")}`)
    mkdirSync(join(this.folder, "backend"), { recursive: true })
    cpSync(join(root, "bench", program), this.folder, { recursive: true })
    const project =
      "name: bench\nruntime:\n  name: nodejs\n  options:\n    typescript: false\nmain: index.js\n"
    writeFileSync(join(this.folder, "Pulumi.yaml"), project)
    writeFileSync(join(this.folder, "package.json"), '{"name": "bench"}')
    this.env = {
      ...env,
      PULUMI_HOME: join(workFolder, "home"),
      PULUMI_BACKEND_URL: `file://${join(this.folder, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: "bench",
      PULUMI_SKIP_UPDATE_CHECK: "1",
    }
  }

  async init() {
    await this.run(["stack", "init", "bench"], {})
  }

  /** @param {Phase} phase @param {number} count @returns {Promise<Measured>} */
  measure(phase, count) {
    const long = phase === "extend" || phase === "destroy"
    return this.run([...commands[phase], "--stack", "bench"], {
      BENCH_COUNT: String(count),
      BENCH_TIMEOUT: long ? "1200" : "600",
    })
  }

  /** @param {string[]} args @param {NodeJS.ProcessEnv} env @returns {Promise<Measured>} */
  async run(args, env) {
    const began = performance.now()
    const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
      cwd: this.folder,
      env: { ...this.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    })
    const end = () => child.kill()
    process.on("exit", end)
    const peak = watchMemory(child.pid ?? 0)
    let output = ""
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text) => {
        output += text
      })
    }
    const code = await new Promise((resolve, reject) => child.on("error", reject).on("close", resolve))
    const seconds = (performance.now() - began) / 1000
    process.off("exit", end)
    const memory = peak()
    if (code !== 0) throw new Error(`pulumi ${args[0]} ended with ${code}:\n${output.slice(-2000)}`)
    return { seconds, memory }
  }

  /** The resources of the program, as the state file has them. @returns {Resource[]} */
  resources() {
    const file = join(this.folder, "backend", ".pulumi", "stacks", "bench", "bench.json")
    /** @type {Resource[]} */
    const resources = JSON.parse(readFileSync(file, "utf8")).checkpoint.latest.resources
    return resources.filter(({ type }) => type.startsWith("pulumi-nodejs:dynamic"))
  }

  dispose() {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
