import { DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb"
import type { Facts } from "../../resources/facts"
import type { Difference } from "../../resources/lifecycle"
import type { Properties } from "../../resources/properties"

const { Kind } = PropertyDiff

/** A difference as the engine shows it, property by property. @param olds What the new inputs were compared with. */
export function diffResponse(
  { inputs }: Pick<Facts, "inputs">,
  { replaces, updates, unfinished, deleteBeforeReplace }: Difference,
  olds: Properties,
  news: Properties,
): DiffResponse {
  const names = [...replaces, ...updates]
  const isChanged = names.length > 0 || unfinished
  const response = new DiffResponse()
  response.setChanges(isChanged ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE)
  response.setReplacesList([...replaces])
  response.setDiffsList(names)
  response.setDeletebeforereplace(deleteBeforeReplace)
  response.setHasdetaileddiff(names.length > 0)
  for (const name of names) {
    const row = new PropertyDiff()
    row.setKind(kindOf(olds[name], news[name], inputs.includes(name), replaces.includes(name)))
    row.setInputdiff(inputs.includes(name))
    response.getDetaileddiffMap().set(name, row)
  }
  return response
}

function kindOf(old: unknown, now: unknown, isInput: boolean, isReplaced: boolean) {
  if (isInput && old === undefined) return isReplaced ? Kind.ADD_REPLACE : Kind.ADD
  if (isInput && now === undefined) return isReplaced ? Kind.DELETE_REPLACE : Kind.DELETE
  return isReplaced ? Kind.UPDATE_REPLACE : Kind.UPDATE
}
