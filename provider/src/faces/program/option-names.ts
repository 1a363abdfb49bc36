import * as pulumi from "@pulumi/pulumi"
import { suggestion } from "../../resources/suggestion"
import type { Shape } from "../face"

/** Options that name properties; each name may be a path such as `customPorts[0].name`. */
const naming = ["ignoreChanges", "replaceOnChanges", "additionalSecretOutputs", "hideDiffs"] as const

type Naming = Partial<Record<(typeof naming)[number], string[]>>

/** Programs name the sandbox that a resource belongs to `sandbox`; only its id travels. */
const written = { argument: "sandbox", property: "sandboxId" }

function rootOf(path: string): string {
  const [whole = "", quoted] = /^\["([^"]*)"\]|^[^.[]*/.exec(path) ?? []
  return quoted ?? whole
}

/** The options that name properties, with names as programs write them turned into those that the engine knows. */
export function namingProperties({ inputs }: Shape, opts: pulumi.CustomResourceOptions): Naming {
  const asProperty = (path: string) =>
    rootOf(path) === written.argument && inputs.includes(written.property)
      ? path.replace(written.argument, written.property)
      : path
  return Object.fromEntries(
    naming.flatMap((option) => {
      const paths = opts[option]
      return paths ? [[option, paths.map(asProperty)]] : []
    }),
  )
}

/**
 * A name that is none would be passed over, and what it was to keep would be changed. Throws a RunError.
 *
 * @param named As `namingProperties` gives it.
 */
export function judgeNames(shape: Shape, name: string, named: Naming): void {
  const known = [...shape.inputs, ...shape.outputs]
  const asWritten = known.map((one) => (one === written.property ? written.argument : one))
  for (const [option, paths] of Object.entries(named)) {
    for (const root of paths.map(rootOf)) {
      // Keys of ours, such as those that programs with dynamic resources are used to ignore, do no harm.
      if (root === "*" || root.startsWith("__")) continue
      if (!known.includes(root)) {
        throw new pulumi.RunError(
          `${name}: ${option} names ${root}, which is not a known property${suggestion(root, asWritten)}`,
        )
      }
      if (option === "ignoreChanges" && !shape.inputs.includes(root)) {
        void pulumi.log.warn(`${name}: ignoreChanges has no effect on ${root}, which the API decides`)
      }
    }
  }
}
