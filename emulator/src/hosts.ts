import { isIP } from "node:net"
import type { FastifyRequest } from "fastify"
import { ApiError } from "./errors"
import { isLoopback } from "./options"

/** What containers call the machine that they run on. */
const fromContainers = ["host.docker.internal", "host.containers.internal"]

const isOwnName = (name: string) =>
  isIP(name) !== 0 || isLoopback(name) || name.endsWith(".localhost") || fromContainers.includes(name)

/**
 * A website that lets its own name lead to this machine could read and change everything: only addresses and names of
 * this machine are accepted. Throws a 403 for any other name.
 */
export function refuseForeignNames({ hostname }: FastifyRequest): void {
  const name = (hostname ?? "").replace(/^\[|\]$/g, "").toLowerCase()
  // Browsers always send a name; what sends none cannot be led here by one.
  if (name === "" || isOwnName(name)) return
  throw new ApiError(
    403,
    "foreign_host",
    "The emulator answers only under a name of this machine: use 127.0.0.1 or localhost",
  )
}

/** Only the page itself may change something: browsers say from where a request comes. Throws a 403 for other origins. */
export function refuseOtherOrigins({ headers }: FastifyRequest): void {
  const { origin, host, "sec-fetch-site": site } = headers
  const isOwn = origin === undefined || origin === `http://${host}`
  if (isOwn && (site === undefined || site === "same-origin")) return
  throw new ApiError(403, "foreign_origin", "Only the emulator's own page may ask for this")
}
