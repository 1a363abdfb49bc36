import { spawn } from "node:child_process"
import { root } from "./folders.mjs"

/**
 * Runs a command to its end, without standard input unless it is shown: nothing else may wait for somebody to type.
 * @param {string} command
 * @param {string[]} args
 * @param {object} [options]
 * @param {string} [options.cwd] default: the root of this clone
 * @param {NodeJS.ProcessEnv} [options.env] the whole environment; default: our own
 * @param {boolean} [options.show] give the command our terminal; nothing is then collected. Default false
 * @param {number} [options.timeout] milliseconds until the command is killed; default: none
 * @returns {Promise<{ code: number, stdout: string, output: string }>} `output` is what it wrote to stdout and stderr
 */
export function run(command, args, { cwd = root, env = process.env, show = false, timeout } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      // Pulumi shows its tree only if it could also ask.
      stdio: show
        ? [process.stdin.isTTY ? "inherit" : "ignore", "inherit", "inherit"]
        : ["ignore", "pipe", "pipe"],
      // Windows starts .cmd files, npm among them, only through its shell.
      shell: process.platform === "win32" && !/\.exe$/i.test(command),
      ...(timeout === undefined ? {} : { timeout, killSignal: "SIGKILL" }),
    })
    let stdout = ""
    let output = ""
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      stdout += text
    })
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text) => {
        output += text
      })
    }
    // What we started must not go on without us, such as a build of minutes.
    const end = () => child.kill()
    process.on("exit", end)
    child.on("error", (error) => reject(new Error(`Cannot start ${command}: ${error.message}`)))
    child.on("close", (code) => {
      process.off("exit", end)
      resolve({ code: code ?? 1, stdout, output })
    })
  })
}

/** Runs a script of this clone or of a package with the node that runs us. @param {string[]} args */
export function runNode(args, options = {}) {
  return run(process.execPath, args, options)
}

/** The end of a long output, which is where tools say what went wrong. @param {string} output */
export function lastLines(output, count = 20) {
  return output.trimEnd().split("\n").slice(-count).join("\n")
}
