import { valueAt } from "../../contract"
import { isOver, storedIn } from "../../resources/sandbox-pool/members"
import { sandboxIdsOf } from "./owned"
import { type Finding, needsSearch } from "./plan"
import { keyVariable, lacksKey, type StackProvider, type StackProviders } from "./providers"
import { deletions, type Search, seekers } from "./search"
import { type Deployment, type PendingOperation, partsOfProvider, type ResourceState } from "./state"

/** Milliseconds that a request of a run that was cut may still be on its way. */
const lagMs = 3_000

interface Searched {
  provider: StackProvider
  search: Search
}

/** Looks on the server for what each create that was cut has made, and whether each delete has done its work. */
export async function lookFor(
  deployment: Deployment,
  providers: StackProviders,
): Promise<Map<PendingOperation, Finding>> {
  const findings = new Map<PendingOperation, Finding>()
  const searched = new Map<PendingOperation, Searched>()
  for (const operation of (deployment.pending_operations ?? []).filter(needsSearch)) {
    const provider = providers.find(operation.resource.provider ?? "")
    if (!provider) findings.set(operation, { kind: "unsure", why: withoutProvider })
    else searched.set(operation, { provider, search: await search(operation, provider) })
  }
  for (const operation of deployment.pending_operations ?? []) {
    if (await hasDeleted(operation, providers)) findings.set(operation, { kind: "gone" })
  }
  await lookAgain(searched)
  for (const [operation, { provider, search }] of searched) {
    const siblings = [...searched.values()].filter((other) => other.provider.reference === provider.reference)
    findings.set(operation, await conclude(search, provider, siblings, deployment.resources ?? []))
  }
  return findings
}

const withoutProvider =
  "its provider is no longer in the state; run `pulumi up`, which makes it again, then this command"

async function search({ resource }: PendingOperation, provider: StackProvider): Promise<Search> {
  const seek = seekers.get(resource.type)
  try {
    return seek
      ? await seek(provider.inventory, resource.inputs ?? {}, provider.endpoint)
      : { unclear: "its type is unknown" }
  } catch (error) {
    if (!lacksKey(provider, error)) throw error
    return { unclear: `${keyOf(provider)} (${error.facts.message})` }
  }
}

/** Where that cannot be seen, the next run deletes it again. */
async function hasDeleted({ type, resource }: PendingOperation, providers: StackProviders): Promise<boolean> {
  const isGone = type === "deleting" ? deletions.get(resource.type) : undefined
  const provider = providers.find(resource.provider ?? "")
  if (!isGone || !resource.id || !provider?.isKeyCertain) return false
  return isGone(provider.inventory, resource)
}

/** A run that was killed a moment ago may have a request under way. */
async function lookAgain(searched: Map<PendingOperation, Searched>): Promise<void> {
  const empty = [...searched].filter(([, { search }]) => "things" in search && search.things.length === 0)
  const [first] = empty
  if (!first) return
  await first[1].provider.inventory.client.clock.sleep(lagMs)
  for (const [, { provider }] of empty) provider.inventory.forget()
  for (const [operation, { provider }] of empty) {
    searched.set(operation, { provider, search: await search(operation, provider) })
  }
}

/** That nothing was found means that nothing was made only where it was looked for in the right account. */
async function conclude(
  search: Search,
  provider: StackProvider,
  siblings: Searched[],
  resources: readonly ResourceState[],
): Promise<Finding> {
  if ("unclear" in search) return { kind: "unsure", why: search.unclear }
  if ("harmless" in search) return { kind: "nothing", note: search.harmless }
  const { things, note } = search
  if (things.length > 0) return { kind: "found", things, provider: provider.reference }
  if (siblings.some(({ search }) => "things" in search && search.things.length > 0)) {
    return { kind: "nothing", note }
  }
  const doubt = await doubtAbout(provider, resources)
  return doubt ? { kind: "unsure", why: doubt } : { kind: "nothing", note }
}

/** Why the account may be another one than the provider's; undefined where it is the right one. */
async function doubtAbout(
  provider: StackProvider,
  resources: readonly ResourceState[],
): Promise<string | undefined> {
  const sandboxes = resources.filter(
    (resource) =>
      sandboxIdsOf(resource).length > 0 &&
      partsOfProvider(resource.provider ?? "").urn === partsOfProvider(provider.reference).urn,
  )
  const known = await provider.inventory.all()
  if (sandboxes.some((resource) => sandboxIdsOf(resource).some((id) => known.has(id)))) return undefined
  if (!provider.isKeyCertain) return keyOf(provider)
  return sandboxes.some(shouldLive)
    ? "the account knows no sandbox of this stack: check that the API key is the right one"
    : undefined
}

const keyOf = ({ name }: StackProvider) =>
  `nothing shows that the key at hand is that of the provider "${name}": ` +
  `set ${keyVariable(name)} to it for this command`

function shouldLive({ outputs = {} }: ResourceState): boolean {
  const members: unknown[] = storedIn(outputs)
  return (members.length > 0 ? members : [outputs]).some((sandbox) => {
    const [status, timeoutAt] = [valueAt(sandbox, ["status"]), valueAt(sandbox, ["timeoutAt"])]
    const isExpired = typeof timeoutAt === "string" && Date.parse(timeoutAt) <= Date.now()
    return !isExpired && !isOver({ status: String(status) })
  })
}
