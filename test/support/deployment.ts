import type { PendingOperation, ResourceState } from "../../provider/src/cli/recover/state"
import { typeOf } from "../../provider/src/faces/dynamic/kinds"
import type { Kind } from "../../provider/src/resources/kinds"

export const providerUrn = "urn:pulumi:dev::shop::pulumi:providers:pulumi-nodejs::default"
/** As resources refer to it. */
export const providerReference = `${providerUrn}::id-1`

/** The provider in the state. */
export const providerState = (more: Partial<ResourceState> = {}): ResourceState => ({
  urn: providerUrn,
  type: "pulumi:providers:pulumi-nodejs",
  id: "id-1",
  ...more,
})

export const urnOf = (kind: Kind, name: string) => `urn:pulumi:dev::shop::${typeOf(kind)}::${name}`

/** An entry of the stack `dev` of the project `shop`. */
export const entry = (kind: Kind, name: string, more: Partial<ResourceState> = {}): ResourceState => ({
  urn: urnOf(kind, name),
  type: typeOf(kind),
  provider: providerReference,
  inputs: { __provider: "code", __scalebox: { owner: `shop/dev/${name}`, nonce: `n-${name}` } },
  ...more,
})

/** An operation that was cut. */
export const pending = (type: string, resource: ResourceState): PendingOperation => ({ type, resource })

/** As the engine writes a secret into a state. */
export const encrypted = (ciphertext = "v1:…") => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  ciphertext,
})
