import { ScaleboxError } from "../../client"
import type { Hidden } from "../hidden"

const adopted = new Set<string>()

/** Remembers that an import of this run takes an existing thing over. Check says so, as a delete may come before create. */
export const adopt = (id: string) => adopted.add(id)

/**
 * Whether a thing that the engine wants deleted must stay, since an import of this run takes it over: the old half of
 * `--replace`, which never asks diff, or a declaration under an earlier name. That is no error: the engine would keep
 * the old entry and delete the thing in a later run, which no longer knows of the import.
 */
export function staysAfterImport(id: string): boolean {
  if (!adopted.has(id)) return false
  console.log(`${id} is not deleted: an import in this run takes it over`)
  return true
}

/** The new half of a replacement would take the imported thing over, and the engine would then delete it. */
export function refuseReplacingImported(id: string, replaces: string[], hidden: Hidden): void {
  if (!hidden.import || replaces.length === 0) return
  throw new ScaleboxError({
    code: "invalid",
    message: `${id} was imported, and a change of ${replaces.join(", ")} would replace it`,
    hint: "Remove the import option first, then run `pulumi up` again",
  })
}
