import * as pulumi from "@pulumi/pulumi"
import "./send"

/** A resource as the engine gets it. */
export interface Registered {
  type: string
  name: string
  /** Those that are secret, or hold a secret, are wrapped as the engine's protocol wraps them. */
  inputs: Record<string, unknown>
  /** `urn::id` of the provider that makes it; empty for the default one. */
  provider: string
  /** Id of the existing resource to read; empty for one to make. */
  id: string
}

/** What a class hands to the constructor of pulumi.CustomResource. */
export interface Handed {
  props: pulumi.Inputs
  opts: pulumi.CustomResourceOptions
}

const registered: Registered[] = []

// What a test did not wait for must not go on while the next file runs.
afterAll(() => pulumi.runtime.disconnect())

/** Puts Pulumi's mocks in place of the engine: project `shop`, stack `dev`, ids `<name>-id`. */
export function mockEngine(): void {
  void pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, provider = "", id = "" }) => {
        registered.push({ type, name, inputs, provider, id })
        return { id: id || `${name}-id`, state: inputs }
      },
      call: () => ({}),
    },
    "shop",
    "dev",
  )
}

/** The value of an output, once it is known. */
export const known = <T>(output: pulumi.Output<T>): Promise<T> =>
  new Promise((resolve) => output.apply(resolve))

/** What the engine got for a resource. */
export async function registrationOf(resource: pulumi.Resource): Promise<Registered> {
  const urn = await known(resource.urn)
  const found = registered.find(({ type, name }) => urn.endsWith(`${type}::${name}`))
  if (!found) throw new Error(`${urn} was not registered`)
  return found
}

/** An option that notes what a class hands to the constructor of pulumi.CustomResource. */
export function noting() {
  const handed: Handed[] = []
  const note: pulumi.ResourceTransformation = ({ props, opts }) => {
    handed.push({ props, opts })
    return undefined
  }
  return { transformations: [note], handed }
}

/** Names of the inputs that the engine is told to keep secret. */
export const secretInputs = ({ inputs }: Registered): string[] =>
  Object.keys(inputs).filter((key) => isWrapped(inputs[key]))

const secretMark = "4dabf18193072939515e22adb298388d"
const isWrapped = (value: unknown) => value !== null && typeof value === "object" && secretMark in value
