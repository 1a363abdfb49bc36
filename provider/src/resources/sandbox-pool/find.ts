import { isScaleboxError, sandboxPages } from "../../client"
import type { SandboxDetails } from "../../contract"
import { session } from "../process/session"
import { unlessEnded } from "../sandbox/ending"
import { memberIndex } from "../sandbox/metadata"
import { warnOfStrays } from "../sandbox/strays"
import type { Member } from "./members"

export interface Search {
  deadline: number
  /** Ids that need not be found again. */
  known?: ReadonlySet<string>
  /** Members were not made before this, in milliseconds since 1970. */
  since?: number | undefined
  /** Pages of the account that the search may cost. */
  pages?: number
}

/** Living members of a pool that are on the server, by the mark that they carry, newest first. */
export async function membersOnServer(nonce: string, search: Search): Promise<Member[]> {
  const { deadline, known, since = Number.NEGATIVE_INFINITY, pages = Number.POSITIVE_INFINITY } = search
  const newestFirst = { sortBy: "created_at", sortOrder: "desc" } as const
  const found: Member[] = []
  let seen = 0
  for await (const { sandboxes } of sandboxPages(session().client, newestFirst, { deadline })) {
    warnOfStrays(sandboxes)
    const young = sandboxes.filter(({ createdAt }) => !(createdAt && Date.parse(createdAt) < since))
    const strangers = young.filter(({ sandboxId }) => !known?.has(sandboxId))
    for (const sandbox of await Promise.all(strangers.map((one) => withMetadata(one, deadline)))) {
      const index = memberIndex(sandbox?.metadata, nonce)
      if (unlessEnded(sandbox) && sandbox && index !== undefined) found.push({ index, sandbox })
    }
    seen += 1
    if (young.length < sandboxes.length || seen >= pages) break
  }
  return found
}

/** Services may leave the mark out of a listing. */
async function withMetadata(sandbox: SandboxDetails, deadline: number): Promise<SandboxDetails | undefined> {
  if (sandbox.metadata) return sandbox
  try {
    return await session().client.getSandbox(sandbox.sandboxId, { deadline })
  } catch (error) {
    if (isScaleboxError(error, "not_found")) return undefined
    throw error
  }
}
