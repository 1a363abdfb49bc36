import type { PortConfig } from "../../provider/src/contract"
import { ApiError } from "./errors"
import type { PortRecord } from "./shapes"

export const portRecord = ({ port, name, protocol = "TCP", servicePort = port }: PortConfig): PortRecord => ({
  port,
  name,
  protocol,
  servicePort,
  isProtected: false,
})

/** Throws if the number or the name of a new port is taken. */
export function refuseTakenPort(existing: readonly PortRecord[], { port, name }: PortConfig): void {
  if (existing.some((other) => other.port === port)) {
    throw new ApiError(400, "duplicate_port", `Port ${port} is taken: must be unique in the sandbox`)
  }
  if (existing.some((other) => other.name === name)) {
    throw new ApiError(
      400,
      "duplicate_port_name",
      `Port name "${name}" is taken: must be unique in the sandbox`,
    )
  }
}
