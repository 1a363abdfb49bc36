import { type NetworkProxy, type SandboxDetails, timeOf } from "../../contract"
import type { Properties } from "../properties"
import { inputsShownBy as settingsShownBy } from "../sandbox/from-api"
import { inputNames } from "./changes"
import type { Member } from "./members"
import type { PoolSandbox, SandboxPoolOutputs } from "./outputs"
import { packed } from "./packed"

const idPrefix = "pool-"

/** The id of a pool, which the server knows nothing of: its members carry the nonce. */
export const poolId = (nonce: string): string => idPrefix + nonce

/** The nonce in a pool's id; undefined if the text is no such id. */
export const nonceIn = (id: string): string | undefined =>
  id.startsWith(idPrefix) && id.length > idPrefix.length ? id.slice(idPrefix.length) : undefined

function shown({ index, sandbox }: Member): PoolSandbox {
  return {
    id: sandbox.sandboxId,
    index,
    name: sandbox.name,
    status: sandbox.status,
    reason: sandbox.reason || undefined,
    sandboxDomain: sandbox.sandboxDomain ?? undefined,
    createdAt: sandbox.createdAt ?? undefined,
    timeoutAt: sandbox.timeoutAt ?? undefined,
  }
}

/** What some sandboxes have, by the ids of these. */
function byId<T>(members: readonly Member[], pick: (sandbox: SandboxDetails) => T | null | undefined) {
  const entries = members.map(({ sandbox }) => [sandbox.sandboxId, pick(sandbox)] as const)
  return Object.fromEntries(entries.filter((entry): entry is [string, T] => Boolean(entry[1])))
}

/** The one way from what the API shows to what the state keeps; declared inputs are echoed, never overwritten. */
export function outputsOf(
  declared: Properties,
  members: readonly Member[],
  { createdAt, endpoint }: { createdAt: string; endpoint: string },
): Properties {
  const echo = Object.fromEntries(inputNames.map((name) => [name, declared[name]]))
  const inOrder = [...members].sort((a, b) => a.index - b.index)
  const proxies = byId<NetworkProxy>(inOrder, ({ networkProxy }) => networkProxy)
  const outputs: SandboxPoolOutputs = {
    endpoint,
    createdAt,
    sandboxIds: inOrder.map(({ sandbox }) => sandbox.sandboxId),
    sandboxes: inOrder.map(shown),
    envdAccessTokens: byId(inOrder, ({ envdAccessToken }) => envdAccessToken),
    networkProxies: Object.keys(proxies).length > 0 ? proxies : undefined,
  }
  return { ...echo, ...packed(outputs) }
}

/** The smaller of what is declared and what every member has: somebody may have shortened one. */
export const timeoutOf = (declared: Properties, members: readonly Member[]): number =>
  Math.min(...[Number(declared.timeout), ...members.map(({ sandbox }) => sandbox.timeout ?? Infinity)])

/** When the oldest member was created. */
export const firstMade = (members: readonly Member[]): string | undefined =>
  members
    .flatMap(({ sandbox: { createdAt } }) => createdAt ?? [])
    .filter((text) => timeOf(text) !== undefined)
    .sort((one, other) => (timeOf(one) ?? 0) - (timeOf(other) ?? 0))[0]

/** The inputs that would have created these sandboxes, as far as the API shows them. */
export function inputsShownBy(members: readonly Member[]): Properties {
  const [first] = members
  if (!first) return { count: 0 }
  const { name, ...settings } = settingsShownBy(first.sandbox)
  const timeout = timeoutOf(settings, members)
  return { ...settings, timeout, count: members.length, namePrefix: String(name ?? "").replace(/-\d+$/, "") }
}
