import { isDeepStrictEqual } from "node:util"
import * as pulumi from "@pulumi/pulumi"
import { memory } from "../program/memory"

/** Options that the engine does not hand on to a dynamic provider. */
const unseen = ["customTimeouts", "replaceOnChanges", "import"] as const

/**
 * Options with their `transforms` watched: these run in the engine's time, when the hidden input is long created, so that what
 * they change of some options is lost. Says so once. (Those of `registerResourceTransform` cannot be seen.)
 */
export function noticingLosses(
  name: string,
  opts: pulumi.CustomResourceOptions,
): pulumi.CustomResourceOptions {
  if (!opts.transforms) return opts
  const watched = opts.transforms.map(
    (transform): pulumi.ResourceTransform =>
      async (args) => {
        const result = await transform(args)
        if (result) warnOfLosses(name, args.opts, result.opts)
        return result
      },
  )
  return { ...opts, transforms: watched }
}

function warnOfLosses(name: string, before: object, after: object): void {
  const lost = unseen.filter(
    (option) => !isDeepStrictEqual(Reflect.get(before, option), Reflect.get(after, option)),
  )
  if (lost.length === 0 || memory.isLossSaid) return
  memory.isLossSaid = true
  void pulumi.log.warn(
    `${name}: ${lost.join(" and ")} of a transform cannot reach the provider. Use transformations, or set the option itself`,
  )
}
