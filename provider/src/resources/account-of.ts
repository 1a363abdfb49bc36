import { type ClientParts, type Configuration, isScaleboxError, ScaleboxClient } from "../client"

/** Milliseconds that the look may take: a preview waits for it. */
const lookMs = 10_000

/**
 * Whether two keys of one API surely belong to two accounts: by the owners of what each sees, or because one sees what the
 * other does not. A key that is refused, or an API that does not answer, proves nothing.
 */
export async function areOtherAccounts(
  one: Configuration,
  other: Configuration,
  parts: ClientParts,
  signal?: AbortSignal,
): Promise<boolean> {
  const [ours, theirs] = await Promise.all([one, other].map((key) => newest(key, parts, signal)))
  if (!ours || !theirs) return false
  const owners = new Set(ours.map(({ ownerUserId }) => ownerUserId).filter(Boolean))
  const theirOwners = theirs.map(({ ownerUserId }) => ownerUserId).filter(Boolean)
  if (owners.size > 0 && theirOwners.length > 0) return !theirOwners.some((owner) => owners.has(owner))
  const ids = new Set(ours.map(({ sandboxId }) => sandboxId))
  return ours.length + theirs.length > 0 && !theirs.some(({ sandboxId }) => ids.has(sandboxId))
}

async function newest(configuration: Configuration, parts: ClientParts, signal: AbortSignal | undefined) {
  const client = new ScaleboxClient(configuration, parts)
  const deadline = client.clock.now() + lookMs
  try {
    return (await client.listSandboxes({ limit: 100 }, { deadline, signal })).sandboxes
  } catch (error) {
    if (!isScaleboxError(error)) throw error
    return undefined
  }
}
