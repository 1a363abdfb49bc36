import { plain } from "../../faces/hidden"
import { unknown } from "../../resources/properties"

/** A resource as `pulumi stack export` shows it; what is not named here is kept as it is. */
export interface ResourceState {
  urn: string
  type: string
  id?: string
  custom?: boolean
  inputs?: Record<string, unknown>
  outputs?: Record<string, unknown>
  parent?: string
  /** `URN::ID` of the provider that created it. */
  provider?: string
  dependencies?: string[]
  propertyDependencies?: Record<string, string[]>
  deletedWith?: string
  additionalSecretOutputs?: string[]
  protect?: boolean
  retainOnDelete?: boolean
  /** To be deleted by the next run. */
  delete?: boolean
  /** Deleted already, and to be created again by the next run. */
  pendingReplacement?: boolean
  [other: string]: unknown
}

/** What a run that was cut was doing to a resource. */
export interface PendingOperation {
  resource: ResourceState
  type: string
}

export interface Deployment {
  resources?: ResourceState[]
  pending_operations?: PendingOperation[]
  [other: string]: unknown
}

/** What `pulumi stack export` prints and `pulumi stack import` takes. */
export interface StackState {
  deployment: Deployment
  [other: string]: unknown
}

/** Reads an export without changing anything in it, as most of it is none of our business. */
export function parseState(text: string): StackState {
  const state = JSON.parse(text) as Partial<StackState> | null
  if (!state || typeof state.deployment !== "object") {
    throw new Error("Cannot read the state of the stack: `pulumi stack export` shows no deployment")
  }
  return { ...state, deployment: state.deployment }
}

const marks = { key: "4dabf18193072939515e22adb298388d", secret: "1b47061264138c4ac30d75fd1eb44270" } as const

/** Whether a value in a state is an encrypted one. */
export const isSecret = (value: unknown): boolean =>
  value !== null && typeof value === "object" && Reflect.get(value, marks.key) === marks.secret

/** Whether a value is encrypted or holds one that is. */
export const holdsSecret = (value: unknown): boolean =>
  isSecret(value) || (value !== null && typeof value === "object" && Object.values(value).some(holdsSecret))

/** Properties as lifecycles can read them: what is encrypted counts as not known. */
export function readable(properties: Record<string, unknown>): Record<string, unknown> {
  const read = (value: unknown): unknown => {
    if (isSecret(value)) return unknown
    if (Array.isArray(value)) return value.map(read)
    if (value === null || typeof value !== "object") return value
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, read(item)]))
  }
  return read(plain(properties)) as Record<string, unknown>
}

/** A value that `pulumi stack import` encrypts with the key of the stack. */
export const toEncrypt = (value: unknown) => ({ [marks.key]: marks.secret, plaintext: JSON.stringify(value) })

/** `URN::ID` of a provider in its two parts. */
export function partsOfProvider(reference: string): { urn: string; id: string } {
  const at = reference.lastIndexOf("::")
  return { urn: reference.slice(0, at), id: reference.slice(at + 2) }
}

/** The logical name at the end of a URN. */
export const nameIn = (urn: string): string => urn.split("::").slice(3).join("::")

/** `project/stack/`, with which the owners of all sandboxes of a stack begin; undefined for an empty state. */
export function ownerPrefixIn({ resources = [], pending_operations = [] }: Deployment): string | undefined {
  const [first = pending_operations[0]?.resource] = resources
  const [, stack, project] = /^urn:pulumi:(.+?)::(.+?)::/.exec(first?.urn ?? "") ?? []
  return stack && project ? `${project}/${stack}/` : undefined
}
