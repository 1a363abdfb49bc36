import { tokenOf } from "../../faces/plugin/kinds"
import type { Declaration } from "./declarations"

/**
 * What such a file takes over: the engine writes the ports of a sandbox as `customPorts`, and declared twice they could not
 * be opened in the next sandbox.
 */
export const inFile = ({ kind, sandbox }: Declaration): boolean =>
  kind !== "sandboxPort" || typeof sandbox === "string"

/** What `pulumi import --file` takes, which then writes the program in whatever language. */
export function fileOf(declarations: readonly Declaration[]): string {
  const resources = declarations.map(({ kind, name, id }) => ({ type: tokenOf(kind), name, id }))
  return `${JSON.stringify({ resources }, undefined, 2)}\n`
}
