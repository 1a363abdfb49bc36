import { randomBytes } from "node:crypto"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { apiFloor } from "./api-floor.mjs"
import { EngineStack } from "./engine-stack.mjs"
import { phases } from "./options.mjs"

/** @typedef {import("./options.mjs").Contestant} Contestant */
/** @typedef {import("./options.mjs").Phase} Phase */
/** @typedef {import("./emulator.mjs").Server} Server */
/** @typedef {import("./engine-stack.mjs").Properties} Properties */
/** @typedef {{ seconds: number, calls: number, memory?: number | undefined }} Figures `memory` in bytes */
/** @typedef {{ phases: Partial<Record<Phase, Figures>>, stateBytes?: number, failure?: string }} Result */
/** @typedef {{ url: string, apiKey: string }} Target */

/**
 * Takes one contestant through all phases, in an account of its own.
 * @param {Contestant} contestant @param {number} count @param {Server} server @param {NodeJS.ProcessEnv} env
 * @returns {Promise<Result>}
 */
export async function measure(contestant, count, server, env) {
  const target = { url: server.url, apiKey: `sk-${contestant}-${randomBytes(4).toString("hex")}` }
  return contestant === "api"
    ? measureApi(target, count, server)
    : measureStack(contestant, target, count, server, env)
}

/** @param {Target} target @param {number} count @param {Server} server @returns {Promise<Result>} */
async function measureApi(target, count, server) {
  /** @type {Result} */
  const result = { phases: {} }
  const work = apiFloor(target, count)
  for (const phase of phases) {
    const began = performance.now()
    await work[phase]?.()
    const seconds = (performance.now() - began) / 1000
    if (work[phase]) result.phases[phase] = { seconds, calls: await callsOf(server, target) }
  }
  return result
}

/**
 * A contestant that fails, as a naive one does behind a rate limit, keeps the figures that it has.
 * @param {Contestant} program @param {Target} target @param {number} count @param {Server} server
 * @param {NodeJS.ProcessEnv} env @returns {Promise<Result>}
 */
async function measureStack(program, target, count, server, env) {
  const access = { SCALEBOX_API_URL: target.url, SCALEBOX_API_KEY: target.apiKey }
  const isStart = program === "start" || program === "yaml-start"
  const stack = new EngineStack(program, { ...env, ...access })
  /** @type {Result} */
  const result = { phases: {} }
  try {
    await stack.init()
    if (program === "same-state") {
      const like = await oneOfOurs({ ...env, ...access })
      writeFileSync(join(stack.folder, "like.json"), JSON.stringify(like))
      await callsOf(server, target)
    }
    for (const phase of phases) {
      const measured = await stack.measure(phase, isStart ? 1 : count)
      result.phases[phase] = { ...measured, calls: await callsOf(server, target) }
      if (phase === "up" && !isStart) result.stateBytes = bytesOf(stack.resources()) / count
    }
  } catch (error) {
    result.failure = error instanceof Error ? error.message : String(error)
  } finally {
    stack.dispose()
  }
  return result
}

/** What the state keeps of a Sandbox. @param {NodeJS.ProcessEnv} env */
async function oneOfOurs(env) {
  const stack = new EngineStack("scalebox", env)
  try {
    await stack.init()
    await stack.measure("up", 1)
    const [resource] = stack.resources()
    if (!resource) throw new Error("The program has created no Sandbox")
    const { inputs, outputs } = resource
    await stack.measure("destroy", 0)
    return { inputs: withoutProvider(inputs), outputs: withoutProvider(outputs) }
  } finally {
    stack.dispose()
  }
}

/** Without the code to run; secrets, which only their stack can read, around a text of the same length. @param {Properties} properties */
function withoutProvider({ __provider, ...properties }) {
  return JSON.parse(JSON.stringify(properties), (_key, value) => {
    if (typeof value?.ciphertext !== "string") return value
    const { ciphertext, ...mark } = value
    const [, , text = ""] = ciphertext.split(":")
    return { ...mark, value: "x".repeat(Buffer.from(text, "base64").length - sealBytes) }
  })
}

/** What encryption adds to a text: its quotes in JSON, and a tag. */
const sealBytes = 2 + 16

/** @param {unknown} value */
const bytesOf = (value) => Buffer.byteLength(JSON.stringify(value))

/** @param {Server} server @param {Target} target */
async function callsOf(server, { apiKey }) {
  return Object.values(await server.calls(apiKey)).reduce((sum, calls) => sum + calls, 0)
}
