import * as pulumi from "@pulumi/pulumi"

/**
 * Which inputs are secret, for the messages that say why something is replaced: names, and `objectStorage.accessKey` for
 * a secret inside of one. Empty if nothing can be.
 */
export function secretInputs(inputs: pulumi.Inputs): { secretInputs?: Promise<string[] | undefined> } {
  const found = Object.entries(inputs).flatMap(([name, value]) => outputsIn(value, name))
  if (found.length === 0) return {}
  const paths = found.map(async ([path, output]) => ((await pulumi.isSecret(output)) ? [path] : []))
  return {
    secretInputs: Promise.all(paths).then((all) => {
      const secret = [...new Set(all.flat())]
      return secret.length > 0 ? secret : undefined
    }),
  }
}

/** The outputs in a value, each with its path without places in lists. */
function outputsIn(value: unknown, path: string): [string, pulumi.Output<unknown>][] {
  if (pulumi.Output.isInstance(value)) return [[path, value]]
  if (Array.isArray(value)) return value.flatMap((item) => outputsIn(item, path))
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) {
    return []
  }
  return Object.entries(value).flatMap(([key, item]) => outputsIn(item, `${path}.${key}`))
}
