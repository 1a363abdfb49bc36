import { ScaleboxError } from "../../client"
import type { Kind } from "../../resources/kinds"
import { kindFinder, nativeType as tokenOf } from "../types"

export { tokenOf }

export const kindOf = kindFinder(tokenOf)

/** The kind of the resource of a URN, `urn:pulumi:stack::project::parent-type$type::name`. Throws a ScaleboxError if it is none of ours. */
export function kindOfUrn(urn: string): Kind {
  const token = urn.split("::")[2]?.split("$").at(-1) ?? ""
  const kind = kindOf(token)
  if (kind) return kind
  throw new ScaleboxError({ code: "invalid", message: `scalebox has no resource of the type ${token}` })
}
