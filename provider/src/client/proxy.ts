import { getProxyForUrl } from "proxy-from-env"
import { isLoopback } from "./configuration"
import { ScaleboxError } from "./errors"
import { isExcludedAddress } from "./no-proxy"

/** A proxy to send through. */
export interface ProxyServer {
  protocol: string
  host: string
  port: number
  auth?: { username: string; password: string }
}

const standardPorts: Record<string, number> = { "http:": 80, "https:": 443 }

/**
 * The proxy that the environment names for a URL; false if there is none, and for this machine, which a proxy elsewhere
 * could not reach and must not hear of. Not left to axios, which would take user and password as they are in the
 * variable, in which special characters are percent-encoded.
 */
export function proxyFor(url: string): ProxyServer | false {
  if (isLoopback(url)) return false
  if (isExcludedAddress(url, process.env.no_proxy || process.env.NO_PROXY || "")) return false
  const named = getProxyForUrl(url)
  if (named === "") return false
  const proxy = URL.canParse(named) ? new URL(named) : undefined
  const standardPort = standardPorts[proxy?.protocol ?? ""]
  if (!proxy || !standardPort) throw unusable()
  const { protocol, hostname, port, username, password } = proxy
  return {
    protocol,
    host: hostname,
    port: Number(port) || standardPort,
    ...(username ? { auth: { username: decoded(username), password: decoded(password) } } : {}),
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw unusable()
  }
}

/** Shows no value: it may hold a password. */
const unusable = () =>
  new ScaleboxError({
    code: "configuration",
    message: "The proxy in HTTPS_PROXY, HTTP_PROXY or ALL_PROXY cannot be used",
    hint: "It must be a URL such as http://proxy.example.com:3128, with special characters of a password percent-encoded",
  })
