import { createRequire } from "node:module"
import { join } from "node:path"
import * as pulumi from "@pulumi/pulumi"
import type { Kind } from "../../../resources/kinds"
import { type Hidden, hiddenKey, keyMark } from "../hidden"
import { typeOf } from "../kinds"
import { warnAboutClearKey } from "./clear-key"
import { timeoutsInSeconds } from "./durations"
import { memory } from "./memory"

const { name: packageName, version }: { name: string; version: string } = require("../../../../package.json")

export { type Kind, typeOf }

/** Stands in users' state for years: must stay the same to the byte, free of paths, versions and secrets. */
const providerOf = (kind: Kind) => `exports.handler=()=>require("pulumi-scalebox/dynamic").${kind}`

/** What a resource class is made of. */
export interface Shape {
  kind: Kind
  /** Names of everything the resource shows. */
  properties: readonly string[]
  /** Outputs that show inputs again under another name: secret where one of those inputs is. */
  echoes?: Readonly<Record<string, readonly string[]>>
}

/** What a class hands to `super`. */
export interface Declaration {
  props: pulumi.Inputs
  opts: pulumi.CustomResourceOptions
}

/** Inputs and options of a resource, with all that the engine leaves to us packed into the hidden input. */
export function declare(
  shape: Shape,
  name: string,
  inputs: pulumi.Inputs,
  { import: importId, ...opts }: pulumi.CustomResourceOptions,
): Declaration {
  refuseUnresolvable()
  warnAboutClearKey()
  refuseProtoKeys(inputs, name)
  const timeouts = timeoutsInSeconds(opts.customTimeouts)
  const hidden: Hidden = {
    owner: `${pulumi.getProject()}/${pulumi.getStack()}/${name}`,
    ...(importId ? { import: importId } : {}),
    ...(timeouts ? { timeouts } : {}),
    ...(opts.replaceOnChanges ? { replaceOnChanges: opts.replaceOnChanges } : {}),
    ...providerOrKey(shape.kind, name, opts),
  }
  const secretOutputs = secretEchoes(shape, inputs)
  const shown = Object.fromEntries(shape.properties.map((property) => [property, undefined]))
  return {
    props: {
      ...shown,
      ...inputs,
      [hiddenKey]: { ...hidden, ...secretOutputs },
      __provider: providerOf(shape.kind),
    },
    opts,
  }
}

/**
 * The name of an explicit Provider: the engine does not say which one a resource had before. For the default one, which
 * may take the key from the environment, the mark of the program's own: check compares it and does not keep it.
 */
function providerOrKey(
  kind: Kind,
  salt: string,
  { provider, parent }: pulumi.CustomResourceOptions,
): Pick<Hidden, "provider" | "programKey"> {
  const name: unknown = Reflect.get(provider ?? parent?.getProvider(typeOf(kind)) ?? {}, "__name")
  if (typeof name === "string") return { provider: name }
  const { SCALEBOX_API_KEY: key } = process.env
  return key ? { programKey: keyMark(salt, key) } : {}
}

/** The engine keeps only outputs secret that have the name of a secret input; the others the provider must mark. */
function secretEchoes({ echoes = {} }: Shape, inputs: pulumi.Inputs) {
  const rows = Object.entries(echoes).filter(([, names]) =>
    names.some((name) => pulumi.Output.isInstance(inputs[name])),
  )
  if (rows.length === 0) return {}
  const secrets = rows.map(async ([output, names]) =>
    (await pulumi.isSecret(pulumi.all(names.map((name) => inputs[name])))) ? [output] : [],
  )
  return { secretOutputs: Promise.all(secrets).then((found) => found.flat()) }
}

/** The provider process starts in the program's folder and loads this package from there. */
export function refuseUnresolvable(remembered = memory): void {
  if (remembered.isResolvable) return
  try {
    createRequire(join(process.cwd(), "Pulumi.yaml")).resolve(`${packageName}/dynamic`)
    remembered.isResolvable = true
  } catch {
    throw new pulumi.RunError(
      `${packageName} cannot be found from the folder of this Pulumi program (${process.cwd()}). ` +
        `Add "${packageName}": "^${version}" to the dependencies in its package.json and install it; ` +
        "a library that depends on it is not enough",
    )
  }
}

/** The engine's shim would drop such a key without a word. Values that are not known yet cannot be looked into. */
export function refuseProtoKeys(value: unknown, name: string): void {
  if (value === null || typeof value !== "object" || pulumi.Output.isInstance(value)) return
  if (Object.hasOwn(value, "__proto__")) {
    throw new pulumi.RunError(`${name}: the key __proto__ cannot be used in the arguments of a resource`)
  }
  if (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype) {
    for (const item of Object.values(value)) refuseProtoKeys(item, name)
  }
}
