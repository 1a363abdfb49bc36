import type { InvokeOptions, InvokeOutputOptions, Output } from "@pulumi/pulumi"
import type { Region } from "../contract"
import { callOutput, callPlain, type DataFunction } from "./call"

const definition: DataFunction<object, { regions: Region[] }> = {
  name: "getRegions",
  args: {},
  call: async (client) => ({ regions: await client.listRegions() }),
}

/** Regions that have room for sandboxes now; their ids are what `locality.region` takes. Works without an API key. */
export async function getRegions(opts?: InvokeOptions): Promise<Region[]> {
  return (await callPlain(definition, {}, opts)).regions
}

/** `getRegions` as an output. */
export function getRegionsOutput(opts?: InvokeOutputOptions): Output<Region[]> {
  return callOutput(definition, {}, opts).apply(({ regions }) => regions)
}
