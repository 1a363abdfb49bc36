import type { SandboxStats } from "../contract"
import type { Lookup } from "./lookup"

/** Numbers about all sandboxes of the account. */
export const sandboxStats: Lookup<object, SandboxStats> = {
  name: "getSandboxStats",
  args: {},
  call: (client, _args, options) => client.getSandboxStats(options),
}
