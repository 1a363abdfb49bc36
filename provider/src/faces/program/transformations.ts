import type * as pulumi from "@pulumi/pulumi"

/**
 * Options by which a transformation runs after all others: those of the resource, of its parents and of the stack. The SDK
 * runs over a list that it keeps in the resource, and that may grow meanwhile.
 */
export function transformedLast<Options extends pulumi.ResourceOptions>(
  opts: Options,
  last: pulumi.ResourceTransformation,
): Options {
  const append: pulumi.ResourceTransformation = ({ resource }) => {
    const all: unknown = Reflect.get(resource, listKey)
    if (!Array.isArray(all)) return undefined
    all.push((args: pulumi.ResourceTransformationArgs) => {
      // Children inherit the list, and have a last one of their own.
      Reflect.set(
        resource,
        listKey,
        all.slice(0, -1).filter((one) => one !== append),
      )
      return last(args)
    })
    return undefined
  }
  return { ...opts, transformations: [append, ...(opts.transformations ?? [])] }
}

const listKey = "__transformations"
