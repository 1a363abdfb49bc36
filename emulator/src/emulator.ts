import { setMaxListeners } from "node:events"
import type { AddressInfo } from "node:net"
import type { FastifyInstance } from "fastify"
import { Accounts } from "./accounts"
import { buildApp } from "./app"
import { type Clock, systemClock } from "./clock"
import { accountControl } from "./control"
import { checkOptions, defaultHost, isLoopback } from "./options"
import { DataFile } from "./persistence"
import { Store } from "./store"
import { Templates } from "./templates"
import type { Emulator, EmulatorOptions } from "./types"

/**
 * Puts the parts together and listens. Tests hand in their own clock; who starts the emulator for nobody who reads
 * `requests()` of an account says so, and no journal is kept.
 */
export async function launch(
  options: EmulatorOptions,
  clockUntil: (signal: AbortSignal) => Clock = systemClock,
  hasReader = true,
): Promise<Emulator> {
  checkOptions(options)
  const closing = new AbortController()
  // Every answer that waits listens to it, and Node would warn of more than ten.
  setMaxListeners(0, closing.signal)
  const clock = clockUntil(closing.signal)
  const data = options.dataFile === undefined ? undefined : new DataFile(options.dataFile)
  const store = new Store(data?.loaded.sandboxes ?? [], data)
  const templates = new Templates(data?.loaded.templates ?? [], data)
  const host = options.host ?? defaultHost
  const accounts = new Accounts(options, clock, { hasReader, showsBodies: isLoopback(host) })
  const services = { store, templates, clock, fullRegions: new Set(options.fullRegions) }
  const app = buildApp({ services, accounts, host, logs: options.logs ?? false })
  const close = async () => {
    closing.abort()
    await app.close()
    data?.close()
  }
  try {
    const url = await listen(app, host, options.port ?? 0)
    // Only now: an emulator that finds its port in use must not touch the file of the one that runs.
    data?.open({ sandboxes: store.everything(), templates: templates.everything() })
    return {
      url,
      account(apiKey) {
        if (apiKey === "") throw new RangeError("Cannot use an empty API key: no request can carry it")
        const account = accounts.of(apiKey)
        return { ...accountControl(account, store), addKey: (key) => accounts.addKey(account, key) }
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

const reasons: Record<string, string> = {
  EADDRINUSE: "the port is in use, choose another one or 0 for any free one",
  EACCES: "the port needs more rights, choose one above 1023",
  EADDRNOTAVAIL: "this machine has no such address",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "the name cannot be looked up at the moment",
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ""
    const reason = reasons[code] ?? (error as Error).message
    throw new Error(`Cannot listen on ${host}:${port}: ${reason}`, { cause: error })
  }
  const { port: actual } = app.server.address() as AddressInfo
  return `http://${host.includes(":") ? `[${host}]` : host}:${actual}`
}
