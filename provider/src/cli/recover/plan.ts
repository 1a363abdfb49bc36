import { hiddenOf } from "../../resources/hidden"
import { entryOf } from "./entry"
import { seekers, type Thing } from "./search"
import type { Deployment, PendingOperation, ResourceState } from "./state"

/** What is known of a create that was cut. `provider` is the one to manage by what was found. */
export type Finding =
  | { kind: "found"; things: Thing[]; provider: string }
  | { kind: "nothing"; note?: string | undefined }
  | { kind: "unsure"; why: string }

/** What becomes of a pending operation; `delete` leaves that to the next run. */
export interface Step {
  action: "manage" | "delete" | "drop" | "keep"
  urn: string
  /** The thing that was found. */
  id?: string
  why: string
}

export interface Plan {
  steps: Step[]
  /** The state afterwards. */
  deployment: Deployment
}

/** Whether a look at the server has to tell what became of an operation. */
export const needsSearch = ({ type, resource }: PendingOperation): boolean =>
  type === "creating" && seekers.has(resource.type) && !hiddenOf(resource.inputs ?? {}).import

/** Decides what becomes of each pending operation of ours. Resources of the state, and other operations, stay. */
export function planOf(before: Deployment, findings: ReadonlyMap<PendingOperation, Finding>): Plan {
  const resources = [...(before.resources ?? [])]
  const kept: PendingOperation[] = []
  const steps: Step[] = []
  for (const operation of before.pending_operations ?? []) {
    if (!seekers.has(operation.resource.type)) {
      kept.push(operation)
      continue
    }
    const taken = stepsFor(operation, findings.get(operation), resources)
    if (taken.some(({ action }) => action === "keep")) kept.push(operation)
    steps.push(...taken)
  }
  return { steps, deployment: { ...before, resources, pending_operations: kept } }
}

/** What becomes of one operation; adds what was found to the resources. */
function stepsFor(
  operation: PendingOperation,
  finding: Finding | undefined,
  resources: ResourceState[],
): Step[] {
  const { urn, inputs = {} } = operation.resource
  if (operation.type !== "creating") return [{ action: "drop", urn, why: interrupted(operation.type) }]
  if (hiddenOf(inputs).import) return [{ action: "drop", urn, why: "the next run imports it again" }]
  switch (finding?.kind) {
    case "found":
      return finding.things.map((thing) => place(operation.resource, thing, finding.provider, resources))
    case "nothing":
      return [{ action: "drop", urn, why: finding.note ?? "nothing was made" }]
    default:
      return [{ action: "keep", urn, why: finding?.why ?? "nobody has looked for it" }]
  }
}

const interrupted = (type: string) =>
  ["updating", "deleting"].includes(type)
    ? `it is in the state, and the next run finishes ${type} it`
    : "it changed nothing"

/** Adds what a create has made to the resources, last, as all that it depends on must stand before it. */
function place(resource: ResourceState, thing: Thing, provider: string, resources: ResourceState[]): Step {
  const { urn, type } = resource
  const { id, outputs } = thing
  const managed = resources.some(
    (other) => other.type === type && other.id === id && !other.delete && !other.pendingReplacement,
  )
  if (managed) return { action: "drop", urn, id, why: "it is managed already" }
  const status = typeof outputs.status === "string" ? ` (${outputs.status})` : ""
  const isTaken = resources.some((other) => other.urn === urn && !other.delete)
  resources.push(entryOf(resource, thing, { provider, resources, toDelete: isTaken }))
  return isTaken
    ? { action: "delete", urn, id, why: `the state has another one${status}` }
    : { action: "manage", urn, id, why: `it was made by the run that was cut${status}` }
}
