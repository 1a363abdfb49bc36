import type { InvokeOptions, InvokeOutputOptions, Output } from "@pulumi/pulumi"
import type { Region } from "../../../contract"
import { regions } from "../../../functions/get-regions"
import { callOutput, callPlain } from "./call"

/** Regions that have room for sandboxes now; their ids are what `locality.region` takes. Works without an API key. */
export async function getRegions(opts?: InvokeOptions): Promise<Region[]> {
  return (await callPlain(regions, {}, opts)).regions
}

/** `getRegions` as an output. */
export function getRegionsOutput(opts?: InvokeOutputOptions): Output<Region[]> {
  return callOutput(regions, {}, opts).apply(({ regions }) => regions)
}
