import { isLoopback } from "./options"

/** Hosts that are all addresses of this machine, and the one of them that clients here can use. */
const everyAddress: Record<string, string> = { "0.0.0.0": "127.0.0.1", "::": "[::1]" }

function withHost(url: string, host: string): string {
  const changed = new URL(url)
  changed.hostname = host
  return changed.origin
}

interface Started {
  /** Where the emulator listens, such as `http://127.0.0.1:8080`. */
  url: string
  host: string
  /** Whether only some keys work. */
  hasKeys: boolean
}

/** What a person at a terminal can do with an emulator that has just started. Holds no key. */
export function hintOf({ url, host, hasKeys }: Started): string {
  const here = everyAddress[host]
  const reachable = here ? withHost(url, here) : url
  const isLocal = isLoopback(host)
  const isPlainHttpFine = isLocal || here !== undefined
  return [
    "",
    `Page:      ${reachable}${isLocal ? "" : " (to look at only, as other machines can reach it)"}`,
    "In a second terminal:",
    `  export SCALEBOX_API_URL=${reachable}`,
    `  export SCALEBOX_API_KEY=${hasKeys ? "your-key" : "anything"}`,
    ...(isPlainHttpFine ? [] : ["  export SCALEBOX_ALLOW_INSECURE_URL=true"]),
    ...(here
      ? ["On another machine, use the address of this one, and export SCALEBOX_ALLOW_INSECURE_URL=true"]
      : []),
    "Ctrl-C ends it",
    "",
  ].join("\n")
}

/** Who else can use an emulator that listens on this host; nothing if nobody can. */
export function warningOf(host: string): string {
  if (isLoopback(host)) return ""
  const reached = host in everyAddress ? "this machine" : host
  return `Warning: everybody who can reach ${reached} can use the emulator\n`
}
