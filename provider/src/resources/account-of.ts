import {
  type CallOptions,
  type ClientParts,
  type Configuration,
  isScaleboxError,
  ScaleboxClient,
} from "../client"

/** Milliseconds that the look may take: a preview waits for it. */
const lookMs = 10_000

/**
 * Whether two keys of one API surely belong to two accounts: by the owners of what each sees, or because one sees what the
 * other does not; templates tell if there are no sandboxes. A key that is refused, or an API that does not answer, proves
 * nothing.
 */
export async function areOtherAccounts(
  one: Configuration,
  other: Configuration,
  parts: ClientParts,
  signal?: AbortSignal,
): Promise<boolean> {
  const clients = [one, other].map((configuration) => new ScaleboxClient(configuration, parts))
  const [ours, theirs] = await Promise.all(clients.map((client) => seen(client, signal, sandboxes)))
  if (!ours || !theirs) return false
  const owners = new Set(ours.map(({ owner }) => owner).filter(Boolean))
  const theirOwners = theirs.map(({ owner }) => owner).filter(Boolean)
  if (owners.size > 0 && theirOwners.length > 0) return !theirOwners.some((owner) => owners.has(owner))
  if (ours.length + theirs.length > 0) return haveNothingInCommon(ours, theirs)
  const [created, theyCreated] = await Promise.all(clients.map((client) => seen(client, signal, templates)))
  return created !== undefined && theyCreated !== undefined && haveNothingInCommon(created, theyCreated)
}

interface Seen {
  id: string
  owner?: string | null | undefined
}

function haveNothingInCommon(ours: readonly Seen[], theirs: readonly Seen[]): boolean {
  const ids = new Set(ours.map(({ id }) => id))
  return ours.length + theirs.length > 0 && !theirs.some(({ id }) => ids.has(id))
}

type Look = (client: ScaleboxClient, options: CallOptions) => Promise<Seen[]>

const sandboxes: Look = async (client, options) =>
  (await client.listSandboxes({ limit: 100 }, options)).sandboxes.map(({ sandboxId, ownerUserId }) => ({
    id: sandboxId,
    owner: ownerUserId,
  }))

/** Others are seen by everybody. */
const templates: Look = async (client, options) =>
  (await client.listTemplates({ visibility: "private", limit: 100 }, options)).templates.map(
    ({ templateId }) => ({ id: templateId }),
  )

async function seen(
  client: ScaleboxClient,
  signal: AbortSignal | undefined,
  look: Look,
): Promise<Seen[] | undefined> {
  const deadline = client.clock.now() + lookMs
  try {
    return await look(client, { deadline, signal })
  } catch (error) {
    if (!isScaleboxError(error)) throw error
    return undefined
  }
}
