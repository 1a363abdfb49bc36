import type { Properties } from "../properties"
import type { SandboxPoolOutputs } from "./outputs"

/** Outputs that hold many values. The engine logs, copies and passes on each value by itself, a text in one piece. */
export const packedNames = [
  "sandboxes",
  "envdAccessTokens",
  "networkProxies",
] as const satisfies (keyof SandboxPoolOutputs)[]

/** The outputs as the state keeps them: those with many values as one JSON text each. */
export const packed = (outputs: SandboxPoolOutputs): Properties => ({
  ...outputs,
  ...Object.fromEntries(packedNames.map((name) => [name, JSON.stringify(outputs[name])])),
})

/** What was packed; undefined if the text is no JSON. The mocks of users' tests answer with the values themselves. */
export function unpacked(value: unknown): unknown {
  if (typeof value !== "string") return value
  try {
    return JSON.parse(value)
  } catch {
    return undefined
  }
}
