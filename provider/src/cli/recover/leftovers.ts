import { ScaleboxError } from "../../client"
import { hasEnded, type SandboxDetails } from "../../contract"
import { ownerOf } from "../../resources/marks"
import type { Inventory } from "./inventory"
import { isOfAccount, sandboxIdsOf } from "./owned"
import { lacksKey, type StackProvider } from "./providers"
import { type Deployment, nameIn } from "./state"

/** A sandbox that carries the name of the stack, but is not in its state. */
export interface Leftover {
  sandbox: SandboxDetails
  owner: string
  inventory: Inventory
}

/** Ids of the sandboxes that a state manages. */
const managedIn = ({ resources = [] }: Deployment) => new Set(resources.flatMap(sandboxIdsOf))

/** A sandbox that the state manages, but that is no more. */
export interface Gone {
  /** Logical name of its resource. */
  name: string
  id: string
}

export interface Leftovers {
  found: Leftover[]
  gone: Gone[]
  /** Of each account that could not be looked at, why. */
  unseen: string[]
}

/** Sandboxes that a stack of this name has created and that are in no entry of the state. */
export async function leftoversOf(
  deployment: Deployment,
  ownerPrefix: string,
  providers: readonly StackProvider[],
): Promise<Leftovers> {
  const managed = managedIn(deployment)
  const found = new Map<string, Leftover>()
  const gone: Gone[] = []
  const unseen: string[] = []
  for (const provider of providers) {
    const sandboxes = await sandboxesOf(provider)
    if (typeof sandboxes === "string") unseen.push(sandboxes)
    else {
      gone.push(...(await goneOf(deployment, provider)))
      for (const sandbox of sandboxes) {
        const owner = ownerOf(sandbox.metadata) ?? ""
        if (!owner.startsWith(ownerPrefix) || hasEnded(sandbox) || managed.has(sandbox.sandboxId)) continue
        found.set(sandbox.sandboxId, { sandbox, owner, inventory: provider.inventory })
      }
    }
  }
  return { found: [...found.values()], gone, unseen }
}

/** A run that was cut while it deleted them, and an `up` after it, leave such entries. Only a look at each proves it. */
async function goneOf({ resources = [] }: Deployment, provider: StackProvider): Promise<Gone[]> {
  if (!provider.isKeyCertain) return []
  const listed = await provider.inventory.all()
  const living = (sandbox: SandboxDetails | undefined) => sandbox && !hasEnded(sandbox)
  const suspects = resources
    .filter((resource) => !resource.delete && resource.provider === provider.reference)
    .flatMap((resource) => sandboxIdsOf(resource).map((id) => ({ resource, id })))
    .filter(({ id }) => !living(listed.get(id)))
  const isGone = await Promise.all(
    suspects.map(async ({ resource, id }) => {
      const found = await provider.inventory.look(id)
      return found ? !living(found) : isOfAccount(provider, resource)
    }),
  )
  return suspects
    .filter((_, index) => isGone[index])
    .map(({ resource, id }) => ({ name: nameIn(resource.urn), id }))
}

/** A provider whose key is not at hand stays unseen; with the right key a refusal is an error. */
async function sandboxesOf(provider: StackProvider): Promise<SandboxDetails[] | string> {
  try {
    return [...(await provider.inventory.all()).values()]
  } catch (error) {
    if (!lacksKey(provider, error)) throw error
    return `provider "${provider.name}": ${error.facts.message}`
  }
}

/** The leftovers with these ids. Throws if an id is none of them: it may belong to somebody else. */
export function chosen(
  ids: readonly string[],
  leftovers: readonly Leftover[],
  deployment: Deployment,
  ownerPrefix: string,
): Leftover[] {
  const managed = managedIn(deployment)
  return [...new Set(ids)].map((id) => {
    const found = leftovers.find(({ sandbox }) => sandbox.sandboxId === id)
    if (found) return found
    throw managed.has(id)
      ? new ScaleboxError({
          code: "invalid",
          message: `Cannot delete ${id}: the stack manages it`,
          hint: "Remove it from the program and run `pulumi up`",
        })
      : new ScaleboxError({
          code: "invalid",
          message: `Cannot delete ${id}: no sandbox of this id carries the owner ${ownerPrefix}…`,
          hint: "Name ids that this command lists",
        })
  })
}
