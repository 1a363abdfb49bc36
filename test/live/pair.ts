import { is } from "./compare"
import type { Service } from "./service"

/** Ids of two sandboxes for all cases, the older one first. */
export type Pair = (service: Service) => Promise<[string, string]>

/** Makes them when the first case needs them. */
export function pair(): Pair {
  let made: Promise<[string, string]> | undefined
  return (service) => {
    made ??= (async () => {
      const ids: string[] = []
      for (const name of ["live-one", "live-two"])
        ids.push(String((await service.make({ name })).data.sandbox_id))
      for (const id of ids) await service.follow(id, is("running", "failed"))
      return ids as [string, string]
    })()
    return made
  }
}

/** The path of the older one. */
export const oneOf = (sandboxes: Pair) => async (service: Service) =>
  `/v1/sandboxes/${(await sandboxes(service))[0]}`
