import { ScaleboxError } from "../../client"
import { type Kind, kinds } from "../../resources/kinds"
import { nativeType as tokenOf } from "../types"

export { tokenOf }

const kindsByToken: ReadonlyMap<string, Kind> = new Map(
  (Object.keys(kinds) as Kind[]).map((kind) => [tokenOf(kind), kind]),
)

/** The kind of a resource in the state; undefined for those of other providers. */
export const kindOf = (token: string): Kind | undefined => kindsByToken.get(token)

/** The kind of the resource of a URN, `urn:pulumi:stack::project::parent-type$type::name`. Throws a ScaleboxError if it is none of ours. */
export function kindOfUrn(urn: string): Kind {
  const token = urn.split("::")[2]?.split("$").at(-1) ?? ""
  const kind = kindOf(token)
  if (kind) return kind
  throw new ScaleboxError({ code: "invalid", message: `scalebox has no resource of the type ${token}` })
}
