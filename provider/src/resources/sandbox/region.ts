import { isScaleboxError, type ScaleboxClient } from "../../client"
import { type Fault, valueAt } from "../../contract"
import { unknown } from "../process/check"
import type { Properties } from "../process/lifecycle"
import { session } from "../process/session"

const patienceMs = 3_000
let regions: Promise<string[] | undefined> | undefined

/** Ids of all regions, asked for once in a process; undefined where they cannot be had. */
function knownRegions(client: ScaleboxClient): Promise<string[] | undefined> {
  regions ??= client.listRegions({ deadline: client.clock.now() + patienceMs }).then(
    (list) => (list.length > 0 ? list.map(({ id }) => id) : undefined),
    (error: unknown) => {
      if (isScaleboxError(error)) return undefined
      throw error
    },
  )
  return regions
}

/** An unknown region, before anything is made. A region that was accepted once is not doubted again. */
export async function regionFaults(olds: Properties, declared: Properties): Promise<Fault[]> {
  const { client } = session()
  const path = ["locality", "region"]
  const region = valueAt(declared, path)
  if (typeof region !== "string" || region === "" || region === unknown || region === valueAt(olds, path))
    return []
  const known = await knownRegions(client)
  if (!known || known.includes(region)) return []
  return [{ path, reason: `must be one of the regions that have room now: ${known.join(", ")}` }]
}
