import { BlockList, isIP } from "node:net"

/** An entry of NO_PROXY that is an address: IPv6 in brackets, IPv6 without them, or IPv4; with a prefix, a port, or neither. */
const forms = [
  /^\[([^\]]+)\](?:\/(\d+))?(?::(\d+))?$/,
  /^([^/]*:[^/]*:[^/]*)(?:\/(\d+))?$/,
  /^([^/:]+)(?:\/(\d+))?(?::(\d+))?$/,
]

const bits = { 4: 32, 6: 128 } as const
const standardPorts: Record<string, string> = { "http:": "80", "https:": "443" }

/**
 * Whether NO_PROXY names the address in a URL, alone or by a range such as `10.0.0.0/8` or `fd00::/8`. Names of hosts are
 * not looked at: `proxy-from-env` knows them, but neither ranges nor brackets.
 */
export function isExcludedAddress(url: string, list: string): boolean {
  const { hostname, port, protocol } = new URL(url)
  const address = hostname.replace(/^\[|\]$/g, "")
  if (isIP(address) === 0) return false
  const isNamed = (entry: string) => covers(entry, address, port || standardPorts[protocol])
  return list.split(/[,\s]+/).some(isNamed)
}

function covers(entry: string, address: string, port: string | undefined): boolean {
  const match = forms.map((form) => form.exec(entry)).find((found) => found !== null)
  const [, network = "", prefix, onlyPort] = match ?? []
  const family = isIP(network)
  if (family !== 4 && family !== 6) return false
  const length = Number(prefix ?? bits[family])
  if (length > bits[family] || (onlyPort !== undefined && onlyPort !== port)) return false
  const named = new BlockList()
  named.addSubnet(network, length, `ipv${family}`)
  return named.check(address, `ipv${isIP(address) === 6 ? 6 : 4}`)
}
