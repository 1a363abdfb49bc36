import { hiddenKey, hiddenOf, lasting } from "../../faces/hidden"
import { lifecycles } from "../../resources"
import { facts } from "../../resources/facts"
import type { Thing } from "../../resources/lifecycle"
import { isOfPlugin, kindOf } from "./kinds"
import { holdsSecret, type ResourceState, toEncrypt } from "./state"

interface Place {
  /** `URN::ID`. */
  provider: string
  /** What the state holds before the entry. */
  resources: readonly ResourceState[]
  /** Whether the next run is to delete what the entry represents. */
  toDelete: boolean
}

/** The entry of the state that makes something managed, from the operation that was to create it. */
export function entryOf(resource: ResourceState, thing: Thing, place: Place): ResourceState {
  const entry: ResourceState = {
    ...relatedWithin(resource, place.resources),
    id: thing.id,
    outputs: outputsOf(resource, thing),
    provider: place.provider,
  }
  if (!place.toDelete) return entry
  // Each of these would keep the engine from deleting what was created.
  const { deletedWith, protect, retainOnDelete, ...deletable } = entry
  return { ...deletable, delete: true }
}

/** The engine refuses an entry that refers to what is not there; a run in between may have deleted it. */
export function relatedWithin(resource: ResourceState, resources: readonly ResourceState[]): ResourceState {
  const urns = new Set(resources.map(({ urn }) => urn))
  const present = (list: string[]) => list.filter((urn) => urns.has(urn))
  const { parent, deletedWith, dependencies, propertyDependencies, ...rest } = resource
  return {
    ...rest,
    ...(parent && urns.has(parent) ? { parent } : {}),
    ...(deletedWith && urns.has(deletedWith) ? { deletedWith } : {}),
    ...(dependencies ? { dependencies: present(dependencies) } : {}),
    ...(propertyDependencies
      ? {
          propertyDependencies: Object.fromEntries(
            Object.entries(propertyDependencies).map(([key, list]) => [key, present(list)]),
          ),
        }
      : {}),
  }
}

/** What was created, as create would have answered it; what is secret leaves here encrypted or marked for encryption. */
function outputsOf(resource: ResourceState, { outputs }: Thing): Record<string, unknown> {
  const { inputs = {}, additionalSecretOutputs = [] } = resource
  const kind = kindOf(resource.type)
  const hidden = hiddenOf(inputs)
  const secretInputs = Object.fromEntries(Object.entries(inputs).filter(([, value]) => holdsSecret(value)))
  const all: Record<string, unknown> = {
    ...outputs,
    ...secretInputs,
    ...(!isOfPlugin(resource.type) && {
      [hiddenKey]: kind && lasting(kind, hidden),
      __provider: inputs.__provider,
    }),
  }
  const always = kind ? lifecycles[kind].secretOutputs : []
  const echoes = kind ? Object.entries(facts[kind].echoes) : []
  const echoed = echoes.filter(([, names]) => names.some((name) => Object.hasOwn(secretInputs, name)))
  const secret = [...additionalSecretOutputs, ...always, ...(hidden.secretOutputs ?? [])]
  for (const name of [...secret, ...echoed.map(([output]) => output)]) {
    const value = all[name]
    if (value !== undefined && !holdsSecret(value)) all[name] = toEncrypt(value)
  }
  return all
}
