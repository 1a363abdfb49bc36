import { createRequire } from "node:module"
import { join } from "node:path"
import * as pulumi from "@pulumi/pulumi"
import { cutHash } from "../../resources/cut-hash"
import type { Kind } from "../../resources/kinds"
import type { Declaration, Shape } from "../face"
import { type Hidden, hiddenKey } from "../hidden"
import { declared } from "../program/declared"
import { memory } from "../program/memory"
import { isMocked } from "../program/mocked"
import { namingProperties } from "../program/option-names"
import { packages } from "../types"
import { warnAboutConfiguration } from "./configuration-warnings"
import { timeoutsInSeconds } from "./durations"
import { typeOf } from "./kinds"
import { noticingLosses } from "./lost-options"
import { secretInputs } from "./secret-inputs"

const { name: packageName, version }: { name: string; version: string } = require("../../../package.json")

/** Is stored in users' state for years: must stay the same to the byte, free of paths, versions and secrets. */
const providerOf = (kind: Kind) => `exports.handler=()=>require("pulumi-scalebox/dynamic").${kind}`

/** Inputs and options of a resource, with all that the engine leaves to us packed into the hidden input. */
export function declare(
  shape: Shape,
  name: string,
  inputs: pulumi.Inputs,
  opts: pulumi.CustomResourceOptions,
): Declaration {
  refuseUnresolvable()
  warnAboutConfiguration()
  return declared(
    shape,
    name,
    { props: inputs, opts },
    {
      package: packages.dynamic,
      pack: (declaration) => completed(shape, name, declaration),
      finish: (last) => noticingLosses(name, last),
    },
  )
}

/** Moves into the hidden input what the engine does not hand on to a dynamic provider. */
function completed(shape: Shape, name: string, { props, opts: all }: Declaration): Declaration {
  const before: Partial<Hidden> = props[hiddenKey] ?? {}
  const { import: importId = before.import, ...given } = all
  const opts = { ...given, ...namingProperties(shape, given) }
  const inputs = shape.sealed ? shape.sealed(props) : props
  const timeouts = timeoutsInSeconds(opts.customTimeouts)
  const hidden: Hidden = {
    owner: `${pulumi.getProject()}/${pulumi.getStack()}/${name}`,
    ...(importId ? { import: importId } : {}),
    ...(timeouts ? { timeouts } : {}),
    ...(opts.replaceOnChanges ? { replaceOnChanges: opts.replaceOnChanges } : {}),
    ...(isProtected(opts) ? { protect: true } : {}),
    ...providerOrKey(shape.kind, name, opts),
  }
  return {
    props: {
      ...inputs,
      [hiddenKey]: { ...hidden, ...secretEchoes(shape, inputs), ...secretInputs(declaredIn(shape, inputs)) },
      __provider: providerOf(shape.kind),
    },
    opts,
  }
}

const declaredIn = (shape: Shape, inputs: pulumi.Inputs): pulumi.Inputs =>
  Object.fromEntries(shape.inputs.map((name) => [name, inputs[name]]))

/** As the SDK has it: a child is protected with its parent unless it says otherwise. */
const isProtected = ({ protect, parent }: pulumi.CustomResourceOptions): boolean =>
  protect ?? (parent !== undefined && Reflect.get(parent, "__protect") === true)

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
  return key ? { programKey: cutHash(salt, key) } : {}
}

/** The engine keeps only outputs secret that have the name of a secret input; the others the provider must mark. */
function secretEchoes({ echoes }: Shape, inputs: pulumi.Inputs) {
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
  // Under mocks there is no such process, and tests run in any folder.
  if (remembered.isResolvable || isMocked()) return
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
