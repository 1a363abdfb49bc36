import { timeOf, valueAt } from "../../contract"
import { lifecycles } from "../../resources"
import type { Search } from "../../resources/lifecycle"
import { isOver, storedIn } from "../../resources/sandbox-pool/members"
import { kindOf } from "./kinds"
import { isByKey, isOfAccount, sandboxIdsOf } from "./owned"
import { type Finding, needsSearch } from "./plan"
import { keyVariable, lacksKey, type StackProvider, type StackProviders } from "./providers"
import {
  type Deployment,
  type PendingOperation,
  partsOfProvider,
  type ResourceState,
  readable,
} from "./state"

/** Milliseconds that a request of a run that was cut may still be on its way. */
const lagMs = 3_000

interface Searched {
  operation: PendingOperation
  provider: StackProvider
  search: Search
}

/** Looks on the server for what each create that was cut has created, and whether each delete has done its work. */
export async function lookFor(
  deployment: Deployment,
  providers: StackProviders,
): Promise<Map<PendingOperation, Finding>> {
  const findings = new Map<PendingOperation, Finding>()
  const operations = deployment.pending_operations ?? []
  const owned: { operation: PendingOperation; provider: StackProvider }[] = []
  for (const operation of operations.filter(needsSearch)) {
    const provider = providers.find(operation.resource.provider ?? "")
    if (provider) owned.push({ operation, provider })
    else findings.set(operation, { kind: "unsure", why: withoutProvider })
  }
  // Together, so that they share the listings of an account.
  const [searched] = await Promise.all([
    Promise.all(owned.map(searchedFor)),
    ...operations.map(async (operation) => {
      if (await hasDeleted(operation, providers)) findings.set(operation, { kind: "gone" })
    }),
  ])
  const final = await lookAgain(searched)
  for (const one of final) {
    const siblings = final.filter((other) => other.provider.reference === one.provider.reference)
    findings.set(one.operation, await conclude(one, siblings, deployment.resources ?? []))
  }
  return findings
}

const withoutProvider =
  "its provider is no longer in the state; run `pulumi up`, which creates it again, then this command"

async function searchedFor({ operation, provider }: Omit<Searched, "search">): Promise<Searched> {
  const { type, inputs = {} } = operation.resource
  const kind = kindOf(type)
  try {
    const search: Search = kind
      ? await lifecycles[kind].find(provider.inventory.context(inputs), readable(inputs))
      : { unclear: "its type is unknown" }
    return { operation, provider, search }
  } catch (error) {
    if (!lacksKey(provider, error)) throw error
    return { operation, provider, search: { unclear: `${keyOf(provider)} (${error.facts.message})` } }
  }
}

/** If that cannot be seen, or only another account's key is at hand, the next run deletes it again. */
async function hasDeleted({ type, resource }: PendingOperation, providers: StackProviders): Promise<boolean> {
  const kind = type === "deleting" ? kindOf(resource.type) : undefined
  const provider = providers.find(resource.provider ?? "")
  if (!kind || !resource.id || !provider?.isKeyCertain) return false
  const { id, outputs = {} } = resource
  const there = await lifecycles[kind].exists(provider.inventory.context(), id, readable(outputs))
  return there === "gone" && isOfAccount(provider, resource)
}

/** A run that was killed a moment ago may have a request under way. */
async function lookAgain(searched: readonly Searched[]): Promise<Searched[]> {
  const isEmpty = ({ search }: Searched) => "things" in search && search.things.length === 0
  const [first] = searched.filter(isEmpty)
  if (!first) return [...searched]
  await first.provider.inventory.session.client.clock.sleep(lagMs)
  return Promise.all(searched.map((one) => (isEmpty(one) ? searchedFor(one) : one)))
}

/** That nothing was found means that nothing was created only if it was looked for in the right account. */
async function conclude(
  { search, provider }: Searched,
  siblings: readonly Searched[],
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

/** Why the account may be another one than the provider's; undefined if it is the right one. */
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
  if (sandboxes.some((resource) => isByKey(provider, resource))) return undefined
  if (!provider.isKeyCertain) return keyOf(provider)
  const now = provider.inventory.session.client.serverTime()
  return sandboxes.some((resource) => shouldLive(resource, now))
    ? "the account knows no sandbox of this stack: check that the API key is the right one"
    : undefined
}

const keyOf = ({ name }: StackProvider) =>
  `nothing shows that the key at hand is that of the provider "${name}": ` +
  `set ${keyVariable(name)} to it for this command`

function shouldLive({ outputs = {} }: ResourceState, now: number): boolean {
  const members: unknown[] = storedIn(outputs)
  return (members.length > 0 ? members : [outputs]).some((sandbox) => {
    const [status, timeoutAt] = [valueAt(sandbox, ["status"]), valueAt(sandbox, ["timeoutAt"])]
    const isExpired = (timeOf(timeoutAt) ?? Number.POSITIVE_INFINITY) <= now
    return !isExpired && !isOver({ status: String(status) })
  })
}
