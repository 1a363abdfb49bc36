import { isScaleboxError, type ScaleboxClient } from "../client"
import { type Fault, valueAt } from "../contract"
import { type Properties, unknown } from "./properties"

/** Milliseconds that the list of regions may take: a preview must not hang for it. */
const patienceMs = 3_000
const path = ["locality", "region"]

/** The regions that there are, asked for once in a session. */
export class Regions {
  private ids: Promise<string[] | undefined> | undefined

  constructor(private readonly client: ScaleboxClient) {}

  /** An unknown region, before anything is created. A region that was accepted once is not doubted again. */
  async faults(olds: Properties, declared: Properties): Promise<Fault[]> {
    const region = valueAt(declared, path)
    if (typeof region !== "string" || region === "" || region === unknown || region === valueAt(olds, path))
      return []
    this.ids ??= this.list()
    const known = await this.ids
    if (!known || known.includes(region)) return []
    return [{ path, reason: `must be one of the regions that have room now: ${known.join(", ")}` }]
  }

  /** Undefined if they cannot be had. */
  private async list(): Promise<string[] | undefined> {
    try {
      const list = await this.client.listRegions({ deadline: this.client.clock.now() + patienceMs })
      return list.length > 0 ? list.map(({ id }) => id) : undefined
    } catch (error) {
      if (isScaleboxError(error, "unauthorized")) throw error.during("Cannot see whether the region exists")
      if (isScaleboxError(error)) return undefined
      throw error
    }
  }
}
