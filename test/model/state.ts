import { kindOf } from "../../provider/src/cli/recover/kinds"
import type { Deployment, PendingOperation, ResourceState } from "../../provider/src/cli/recover/state"
import { hiddenKey } from "../../provider/src/faces/hidden"
import type { Kind } from "../../provider/src/resources/kinds"
import type { Properties } from "../../provider/src/resources/properties"
import { type FaceName, faces } from "./faces"

const secretKey = "4dabf18193072939515e22adb298388d"
const secretMark = "1b47061264138c4ac30d75fd1eb44270"

/** A value as the engine marks those that are secret. */
export const secret = (value: unknown) => ({ [secretKey]: secretMark, value })

const isRecord = (value: unknown): value is Properties => value !== null && typeof value === "object"

/** The value with each secret in it put through `open`. */
function withSecrets(value: unknown, open: (value: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => withSecrets(item, open))
  if (!isRecord(value)) return value
  // `recover` writes what is to be encrypted as JSON.
  if (value[secretKey] === secretMark) {
    return open("plaintext" in value ? JSON.parse(String(value.plaintext)) : value.value)
  }
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withSecrets(item, open)]))
}

/** Properties as a provider receives them. */
export const revealed = (properties: Properties = {}) =>
  withSecrets(properties, (value) => value) as Properties

/** All of a value that anybody may read. */
export const readableIn = (value: unknown): string => JSON.stringify(withSecrets(value, () => "secret")) ?? ""

/** Properties with those secret whose input is, as the engine makes them; a secret deep in an input makes all of it secret. */
export function sealedLike(inputs: Properties, properties: Properties): Properties {
  const isSecret = (name: string) => JSON.stringify(inputs[name] ?? null).includes(secretMark)
  return Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      name !== hiddenKey && isSecret(name) ? secret(revealed({ value }).value) : value,
    ]),
  )
}

/** An entry of the state. */
export interface Entry extends ResourceState {
  id: string
  inputs: Properties
  outputs: Properties
  /** `URN::ID`. */
  provider: string
  dependencies: string[]
  /** What the engine shows of a resource that is not as wanted. */
  initErrors?: string[]
}

export interface State extends Deployment {
  resources: ResourceState[]
  pending_operations: PendingOperation[]
}

export const urnOf = (type: string, name: string) => `urn:pulumi:dev::model::${type}::${name}`

const providerType = (face: FaceName) => `pulumi:providers:${faces[face].package}`

export const providerUrn = (face: FaceName, name: string) => urnOf(providerType(face), name)

/** `URN::ID` of the provider of a name. */
export const providerReference = (face: FaceName, name: string) => `${providerUrn(face, name)}::${name}-id`

export const providerNameIn = ({ provider }: Pick<Entry, "provider">) => provider.split("::").at(-2) ?? ""

export const providerEntry = (face: FaceName, name: string, apiKey: string): ResourceState => ({
  urn: providerUrn(face, name),
  type: providerType(face),
  id: `${name}-id`,
  inputs: name === "default" ? {} : { [faces[face].setting("apiKey")]: secret(apiKey) },
})

/** What kind of ours an entry is. Throws for a provider. */
export function kindIn({ type }: ResourceState): Kind {
  const kind = kindOf(type)
  if (!kind) throw new Error(`${type} is none of ours`)
  return kind
}

/** Everything of the state that we have created. */
export const entriesIn = ({ resources }: State): Entry[] =>
  resources.filter((resource): resource is Entry => kindOf(resource.type) !== undefined)
