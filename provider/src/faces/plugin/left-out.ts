import { isDeepStrictEqual } from "node:util"
import type { Properties } from "../../resources/properties"

/** What a read took for the declaration of a thing, without its secrets. */
interface Read {
  id: string
  inputs: Properties
  /** Names of those left out. */
  secret: readonly string[]
}

/**
 * Secrets that reads of this process have left out of inputs. The engine tells a read for `pulumi import` from that of a
 * `get` only by what follows: it checks what was read as the declaration.
 */
export class LeftOut {
  private readonly reads = new Map<string, Read>()

  note(urn: string, read: Read): void {
    this.reads.set(urn, read)
  }

  /** What to say of a declaration that is no more than what was read; once. */
  warningFor(urn: string, declared: Properties): string | undefined {
    const read = this.reads.get(urn)
    if (!read || read.secret.length === 0 || !isDeepStrictEqual(declared, read.inputs)) return undefined
    this.reads.delete(urn)
    return (
      `${read.id} has ${read.secret.join(" and ")}, which the program leaves out, as \`pulumi import\` would write ` +
      "secrets in plain text: declare them before it is ever replaced"
    )
  }
}
