import type { Region } from "../contract"
import type { Lookup } from "./lookup"

export const regions: Lookup<object, { regions: Region[] }> = {
  name: "getRegions",
  args: {},
  call: async (client, _args, options) => ({ regions: await client.listRegions(options) }),
}
