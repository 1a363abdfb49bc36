import { hiddenOf } from "../../faces/hidden"
import type { Thing } from "../../resources/lifecycle"
import { entryOf, relatedWithin } from "./entry"
import { kindOf } from "./kinds"
import type { Deployment, PendingOperation, ResourceState } from "./state"
import { isSuccessor } from "./successor"

/** What is known of a create or delete that was cut. `provider` is the one to manage by what was found. */
export type Finding =
  | { kind: "gone" }
  | { kind: "found"; things: Thing[]; provider: string }
  | { kind: "nothing"; note?: string | undefined }
  | { kind: "unsure"; why: string }

/** What becomes of a pending operation; `delete` leaves that to the next run. */
export interface Step {
  action: "manage" | "delete" | "forget" | "drop" | "keep"
  urn: string
  /** The thing that was found. */
  id?: string
  why: string
}

export interface Plan {
  steps: Step[]
  /** Pending operations of resources that are none of ours. */
  others: PendingOperation[]
  /** The state afterwards. */
  deployment: Deployment
}

/** Whether a look at the server has to tell what became of an operation. */
export const needsSearch = ({ type, resource }: PendingOperation): boolean =>
  type === "creating" && kindOf(resource.type) !== undefined && !hiddenOf(resource.inputs ?? {}).import

/** Decides what becomes of each pending operation of ours. Resources of the state stay. */
export function planOf(before: Deployment, findings: ReadonlyMap<PendingOperation, Finding>): Plan {
  const resources = [...(before.resources ?? [])]
  const operations = before.pending_operations ?? []
  const isOurs = ({ resource }: PendingOperation) =>
    kindOf(resource.type) !== undefined || isProvider(resource)
  const steps = operations
    .filter(isOurs)
    .flatMap((operation) => stepsFor(operation, findings.get(operation), resources))
  const others = operations.filter((operation) => !isOurs(operation))
  return { steps, others, deployment: { ...before, resources, pending_operations: [] } }
}

/** A provider, of whatever package, is nothing outside of the state. */
const isProvider = ({ type }: ResourceState) => type.startsWith("pulumi:providers:")

/** Why the state must not be changed yet; importing it drops every pending operation, whatever it holds. */
export function holdBack({ steps, others }: Plan, clearOthers: boolean): string | undefined {
  if (steps.some(({ action }) => action === "keep")) {
    return "changing the state drops all pending operations, also those that must stay. Fix what they name, then run this again"
  }
  if (others.length > 0 && !clearOthers) {
    return (
      "changing the state drops all pending operations, also those of other providers. " +
      "See what became of them, then run this again with --clear-others"
    )
  }
  return undefined
}

/** What becomes of one operation; adds what was found to the resources. */
function stepsFor(
  operation: PendingOperation,
  finding: Finding | undefined,
  resources: ResourceState[],
): Step[] {
  const { urn, inputs = {} } = operation.resource
  if (finding?.kind === "gone") return [forget(operation.resource, resources)]
  if (isProvider(operation.resource)) return [{ action: "drop", urn, why: "the next run does it again" }]
  if (operation.type !== "creating") return [{ action: "drop", urn, why: interrupted(operation.type) }]
  if (hiddenOf(inputs).import) return [{ action: "drop", urn, why: "the next run imports it again" }]
  switch (finding?.kind) {
    case "found":
      return finding.things.map((thing) => place(operation.resource, thing, finding.provider, resources))
    case "nothing":
      return [{ action: "drop", urn, why: finding.note ?? "nothing was created" }]
    default:
      return [{ action: "keep", urn, why: finding?.why ?? "nobody has looked for it" }]
  }
}

const interrupted = (type: string) =>
  ["updating", "deleting"].includes(type)
    ? `it is in the state, and the next run finishes ${type} it`
    : "it changed nothing"

/** Takes what a delete has ended out of the state, and out of what refers to it. */
function forget({ urn, id = "" }: ResourceState, resources: ResourceState[]): Step {
  const at = resources.findIndex((other) => other.urn === urn && other.id === id)
  if (at >= 0) {
    resources.splice(at, 1)
    resources.splice(0, resources.length, ...resources.map((other) => relatedWithin(other, resources)))
  }
  return { action: "forget", urn, id, why: "it was deleted by the run that was cut" }
}

/** Adds what a create has made to the resources, behind all that it depends on. */
function place(resource: ResourceState, thing: Thing, provider: string, resources: ResourceState[]): Step {
  const { urn, type } = resource
  const { id, outputs } = thing
  const managed = resources.some(
    (other) =>
      kindOf(other.type) === kindOf(type) && other.id === id && !other.delete && !other.pendingReplacement,
  )
  if (managed) return { action: "drop", urn, id, why: "it is managed already" }
  const status = typeof outputs.status === "string" ? ` (${outputs.status})` : ""
  const others = resources.filter((other) => other.urn === urn && !other.delete)
  const old = others.find((other) => !other.pendingReplacement) ?? others[0]
  const isTaken = old !== undefined && !old.pendingReplacement && !isSuccessor(old, thing, resources)
  const entry = entryOf(resource, thing, { provider, resources, toDelete: isTaken })
  if (isTaken || !old) resources.push(entry)
  else takePlaceOf(old, entry, resources)
  return isTaken
    ? { action: "delete", urn, id, why: `the state has another one${status}` }
    : { action: "manage", urn, id, why: `it was created by the run that was cut${status}` }
}

/**
 * What was deleted to make room leaves the state, and what is still there is deleted by the next run; what depends on it
 * finds the new one in its place.
 */
function takePlaceOf(old: ResourceState, entry: ResourceState, resources: ResourceState[]): void {
  const { parent, dependencies = [] } = entry
  const at = resources.indexOf(old)
  const last = resources.map(({ urn }) => urn === parent || dependencies.includes(urn)).lastIndexOf(true)
  resources.splice(Math.max(last, at) + 1, 0, entry)
  resources.splice(at, 1, ...(old.pendingReplacement ? [] : [{ ...old, delete: true }]))
}
