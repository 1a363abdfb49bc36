import type { PortList } from "../contract"
import type { Lookup } from "./lookup"

export interface GetSandboxPortsArgs {
  /** Id of the sandbox. */
  sandboxId: string
}

export const sandboxPorts: Lookup<GetSandboxPortsArgs, PortList> = {
  name: "getSandboxPorts",
  args: { sandboxId: true },
  call: (client, { sandboxId }, options) => client.listPorts(sandboxId, options),
}
