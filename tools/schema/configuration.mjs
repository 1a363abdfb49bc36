// The settings of the provider. Their environment variables are only words: as defaults, they would copy a key into the state.
import { exported, paragraphsOf } from "../docs/source.mjs"
import { built } from "./numbers.mjs"

/** @typedef {import("./types.mjs").Types} Types */

/** @param {Types} types */
function variables(types) {
  /** @type {{ environment: Record<string, string>, configurationKeys: string[], secretSettings: string[] }} */
  const { environment, configurationKeys, secretSettings } = built("client/configuration")
  const { properties } = types.propertiesOf(exported("client/configuration", "Configuration"))
  return Object.fromEntries(
    configurationKeys.map((name) => {
      const { description, ...type } = properties[name] ?? { description: "" }
      const variable = environment[name]
      const words = variable ? ` If it is not set, the environment variable \`${variable}\` is read.` : ""
      const secret = secretSettings.includes(name) ? { secret: true } : {}
      return [name, { ...type, description: `${description}${words}`, ...secret }]
    }),
  )
}

/** The stack's settings, and an explicit provider's, which are the same. @param {Types} types */
export function configuration(types) {
  const settings = variables(types)
  const symbol = exported("faces/program/provider", "Provider")
  return {
    config: { variables: settings },
    provider: { description: paragraphsOf(symbol).join("\n\n"), inputProperties: settings },
  }
}
