import { type Port, protocolOf } from "../../contract"
import type { Properties } from "../properties"
import { inputNames } from "./changes"
import type { SandboxPortOutputs } from "./outputs"

/** If the API shows another spelling of what was declared, or nothing, the declared one is kept. */
export function outputsOf(
  declared: Properties,
  shown: Port,
  sandboxDomain: string | null | undefined,
  endpoint: string,
): Properties {
  const echo = Object.fromEntries(inputNames.map((name) => [name, declared[name]]))
  const { port, protocol = declared.protocol, servicePort = declared.servicePort } = shown
  const outputs: SandboxPortOutputs = {
    endpoint,
    url: sandboxDomain ? `https://${port}-${sandboxDomain}` : undefined,
  }
  return {
    ...echo,
    port,
    name: shown.name || declared.name,
    protocol: protocolOf(declared.protocol) === protocolOf(protocol) ? declared.protocol : protocol,
    servicePort:
      (declared.servicePort ?? port) === (servicePort ?? port) ? declared.servicePort : servicePort,
    ...outputs,
  }
}
