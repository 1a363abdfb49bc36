import { ScaleboxError } from "../../../client"

/** What the imports of a run take over: the engine knows nothing of them, as it cannot import dynamic resources itself. */
export class Imports {
  private readonly adopted = new Set<string>()

  /** Remembers that an import takes an existing thing over. Check says so, as a delete may come before create. */
  adopt(id: string): void {
    this.adopted.add(id)
  }

  /**
   * Whether a thing that the engine wants deleted must stay, since an import of this run takes it over: the old half of
   * `--replace`, which never asks diff, or a declaration under an earlier name. That is no error: the engine would keep
   * the old entry and delete the thing in a later run, which no longer knows of the import.
   */
  has(id: string): boolean {
    return this.adopted.has(id)
  }
}

/**
 * The engine asks for no import of what is in the state already, and the other thing would go on unmanaged.
 *
 * @param label What messages call the resource in the state.
 */
export function refuseSecondImport(label: string, id: string, importId: string): void {
  if (id === importId) return
  throw new ScaleboxError({
    code: "invalid",
    message: `${label} has this name in the stack already, so the option import cannot take ${importId} over`,
    hint: "Remove the import option, or declare what it names under another name",
  })
}

/**
 * The new half of a replacement would take the imported thing over, and the engine would then delete it.
 *
 * @param label What messages call the resource.
 */
export function refuseReplacingImported(label: string, replaces: readonly string[]): void {
  if (replaces.length === 0) return
  throw new ScaleboxError({
    code: "invalid",
    message: `${label} was imported, and a change of ${replaces.join(", ")} would replace it`,
    hint: "Remove the import option first, then run `pulumi up` again",
  })
}
