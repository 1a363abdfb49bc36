import type { Properties } from "../../../resources/properties"

/** The engine's struct type knows neither undefined nor bigint: answers leave here as JSON would write them. */
export const answer = <T>(value: T): T =>
  JSON.parse(
    JSON.stringify(value, (_, item: unknown) => (typeof item === "bigint" ? String(item) : item)),
  ) as T

/** How the engine writes a secret; in this form it takes one from a provider, too. */
const secretMark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" }

/** Outputs with those marked that are secret. @param names Of the outputs that are. */
export function sealed(outputs: Properties, names: readonly string[]): Properties {
  const present = names.filter((name) => outputs[name] !== undefined)
  return {
    ...outputs,
    ...Object.fromEntries(present.map((name) => [name, { ...secretMark, value: outputs[name] }])),
  }
}
