import * as pulumi from "@pulumi/pulumi"
import { configurationKeys } from "../../client/configuration"
import type { Face, GivenSettings, Settings } from "../face"
import { packages } from "../types"
import { clientFor } from "./client-for"
import { warnAboutConfiguration } from "./configuration-warnings"
import { declare } from "./declaration"
import { typeOf } from "./kinds"

/** Dynamic resources: the engine starts a Node.js process that loads the provider from the program's folder. */
export const face: Face = {
  package: packages.dynamic,
  typeOf,
  declare,
  declareProvider(own, mapped) {
    warnAboutConfiguration()
    const given = { ...ofStack(mapped), ...own }
    const props = configurationKeys.map((key) => [`scalebox:${key}`, given[key]])
    return { props: Object.fromEntries(props), settings: { ...mapped, ...given } }
  },
  call: (lookup, args, { settings = stackSettings() }) => lookup.call(clientFor(settings), args),
}

function stackSettings(): Settings {
  const stack = new pulumi.Config("scalebox")
  return Object.fromEntries(configurationKeys.map((key) => [key, stack.get(key)]))
}

/** What the stack gives all, which no explicit provider sees by itself. What the environment gives this one alone comes first. */
function ofStack(mapped: Settings): GivenSettings {
  const stack = new pulumi.Config("scalebox")
  return Object.fromEntries(
    configurationKeys
      .filter((key) => mapped[key] === undefined)
      .map((key) => [key, key === "apiKey" ? stack.getSecret(key) : stack.get(key)]),
  )
}
