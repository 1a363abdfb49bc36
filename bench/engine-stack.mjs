import { spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { mkdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { root } from "../tools/folders.mjs"
import { watchMemory } from "./memory.mjs"
import { writeProject, writeYaml } from "./programs.mjs"

/** Inside the clone, so that programs find its packages. */
const workFolder = join(root, "bench", ".work")

/** @typedef {import("./options.mjs").Contestant} Contestant */
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

/** The program of a contestant, as a project with a stack on a file backend of its own. */
export class EngineStack {
  /** @param {Contestant} program @param {NodeJS.ProcessEnv} env what the program and the engine see */
  constructor(program, env) {
    this.folder = join(workFolder, `${program}-${randomBytes(4).toString("hex")}`)
    mkdirSync(join(this.folder, "backend"), { recursive: true })
    this.program = program
    writeProject(program, this.folder)
    writeYaml(program, this.folder, { count: 0, timeout: 600 })
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
    const timeout = long ? 1200 : 600
    writeYaml(this.program, this.folder, { count, timeout })
    return this.run([...commands[phase], "--stack", "bench"], {
      BENCH_COUNT: String(count),
      BENCH_TIMEOUT: String(timeout),
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
    return resources.filter(({ type }) => /^(pulumi-nodejs:dynamic|scalebox:)/.test(type))
  }

  dispose() {
    rmSync(this.folder, { recursive: true, force: true })
  }
}
