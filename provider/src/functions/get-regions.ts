import type { Region } from "../contract"
import type { Lookup } from "./lookup"

/** Regions that have room for sandboxes now; their ids are what `locality.region` takes. Works without an API key. */
export const regions: Lookup<object, { regions: Region[] }> = {
  name: "getRegions",
  args: {},
  call: async (client, _args, options) => ({ regions: await client.listRegions(options) }),
}
