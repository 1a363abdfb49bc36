import type { PortList } from "../contract"
import type { Lookup } from "./lookup"

/** Which sandbox `getSandboxPorts` looks at. */
export interface GetSandboxPortsArgs {
  /** Id of the sandbox. */
  sandboxId: string
}

/** All ports of a sandbox: those of its template and custom ones. */
export const sandboxPorts: Lookup<GetSandboxPortsArgs, PortList> = {
  name: "getSandboxPorts",
  args: { sandboxId: true },
  call: (client, { sandboxId }, options) => client.listPorts(sandboxId, options),
}
