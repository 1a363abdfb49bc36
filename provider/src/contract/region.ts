import * as z from "zod"
import { type Equal, same } from "./equal"

/** Where a sandbox should run. */
export interface Locality {
  /** Choose the region nearest to the caller; default false. Without effect if `region` is given. */
  autoDetect?: boolean | undefined
  /** Id of a region, as `getRegions` lists them. */
  region?: string | undefined
  /** Fail rather than run elsewhere when `region` has no room; default false. Needs `region`. */
  force?: boolean | undefined
}

export const locality = z.strictObject({
  autoDetect: z.boolean().optional(),
  region: z.string().optional(),
  force: z.boolean().optional(),
})
same<Equal<z.input<typeof locality>, Locality>>()

/** The regions of the time when this version was created; `getRegions` tells those that have room now. */
export const knownRegions = [
  "us-east",
  "us-west",
  "eu-west",
  "eu-central",
  "ap-south",
  "ap-southeast",
  "ap-northeast",
] as const
/** A region that this version knows of. */
export type KnownRegion = (typeof knownRegions)[number]

/** A region that has room for sandboxes now. */
export interface Region {
  /** What `locality.region` takes, such as `us-east`. */
  id: string
  /** Such as `US East (N. Virginia)`. */
  name: string
}

export const region = z.object({ id: z.string(), name: z.string() })
same<Equal<z.input<typeof region>, Region>>()

export const regionList = z.object({
  scaleboxRegions: z
    .array(region)
    .nullable()
    .transform((list) => list ?? []),
})
export type RegionList = z.output<typeof regionList>
