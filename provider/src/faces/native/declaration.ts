import * as pulumi from "@pulumi/pulumi"
import type { Kind } from "../../resources/kinds"
import type { Declaration, Shape } from "../face"
import { declared } from "../program/declared"
import { namingProperties } from "../program/option-names"
import { dynamicType, packages } from "../types"

/** Inputs and options of a resource: the engine hands all of them on, so nothing is packed. */
export function declare(
  shape: Shape,
  name: string,
  inputs: pulumi.Inputs,
  opts: pulumi.CustomResourceOptions,
): Declaration {
  return declared(
    shape,
    name,
    { props: inputs, opts },
    {
      package: packages.native,
      pack: ({ props, opts }) => ({
        props: shape.sealed ? shape.sealed(props) : props,
        opts: { ...opts, ...namingProperties(shape, opts) },
      }),
      finish: (last) => ({ ...last, aliases: withDynamic(shape.kind, last.aliases) }),
    },
  )
}

type Aliases = NonNullable<pulumi.CustomResourceOptions["aliases"]>

/** The aliases of a resource, each also with the type that it had as a dynamic resource: a stack moves over by these. */
function withDynamic(kind: Kind, aliases: Aliases = []): Aliases {
  const type = dynamicType(kind)
  return [...aliases, { type }, ...aliases.filter(isWithoutType).map((alias) => ({ ...alias, type }))]
}

const isWithoutType = (alias: Aliases[number]): alias is pulumi.Alias =>
  typeof alias === "object" &&
  !pulumi.Output.isInstance(alias) &&
  !(alias instanceof Promise) &&
  alias.type === undefined
