#!/usr/bin/env node
import { parseArgs } from "node:util"
import { systemClock } from "./clock"
import { launch } from "./emulator"
import { hintOf, warningOf } from "./hint"
import { defaultHost, type NumberOption, numberFault } from "./options"
import type { EmulatorOptions } from "./types"

const { version }: { version: string } = require("../package.json")

const help = `Usage: scalebox-emulator [options]

A local ScaleBox Sandbox API over HTTP, for development and tests.

Options:
  --port NUMBER        port to listen on, 0 takes any free one (default 8080)
  --host ADDRESS       address to listen on; 0.0.0.0 lets other machines in (default 127.0.0.1)
  --api-key KEY        API key to accept, may be repeated (default: any key)
  --boot-ms NUMBER     milliseconds until a new sandbox runs (default 1500)
  --stop-ms NUMBER     milliseconds to pause, terminate or delete (default 500)
  --latency-ms NUMBER  milliseconds before each answer (default 0)
  --rate-limit NUMBER  requests a second and account, 0 is no limit (default 0)
  --data FILE          keep sandboxes and templates in this file (default: forget them)
  --logs               write a JSON log to stderr
  --help               show this text
  --version            show the version
`

/** A command line that cannot be understood. */
class UsageError extends Error {}

const text = { type: "string" } as const
const flags = {
  port: { ...text, default: "8080" },
  host: text,
  "api-key": { ...text, multiple: true },
  "boot-ms": text,
  "stop-ms": text,
  "latency-ms": text,
  "rate-limit": text,
  data: text,
  logs: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
  version: { type: "boolean", default: false },
} as const

const numberFlags = {
  port: "port",
  "boot-ms": "bootMs",
  "stop-ms": "stopMs",
  "latency-ms": "latencyMs",
  "rate-limit": "rateLimit",
} as const satisfies Record<string, NumberOption>

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: flags, allowPositionals: false }).values
  } catch (error) {
    // Node explains at length how to pass values that begin with a hyphen: the first sentence is enough.
    const [first = ""] = (error as Error).message.split(/[.\n]/, 1)
    const [, option] = /^Option '(--[\w-]+)' argument is ambiguous$/.exec(first) ?? []
    const fault = option
      ? `${option} needs a value: one that begins with a hyphen is written ${option}=-x`
      : first
    throw new UsageError(`${fault}; see scalebox-emulator --help`)
  }
}

function optionsOf(values: ReturnType<typeof parse>): EmulatorOptions {
  const options: EmulatorOptions = { logs: values.logs }
  for (const flag of Object.keys(numberFlags) as (keyof typeof numberFlags)[]) {
    const given = values[flag]
    if (given === undefined) continue
    const value = /^\d+$/.test(given) ? Number(given) : Number.NaN
    const fault = numberFault(numberFlags[flag], value)
    if (fault) throw new UsageError(`--${flag} ${fault}, got "${given}"`)
    options[numberFlags[flag]] = value
  }
  for (const flag of ["host", "data"] as const) {
    if (values[flag] === "") throw new UsageError(`--${flag} must not be empty`)
  }
  if (values.host !== undefined) options.host = values.host
  if (values.data !== undefined) options.dataFile = values.data
  const keys = values["api-key"]
  if (keys?.includes("")) throw new UsageError("--api-key must not be empty")
  if (keys) options.apiKeys = keys
  return options
}

async function serve(options: EmulatorOptions): Promise<void> {
  const emulator = await launch(options, systemClock, false)
  const { url } = emulator
  const { host = defaultHost, apiKeys } = options
  process.stderr.write(warningOf(host))
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      void emulator.close()
    })
  }
  process.stdout.write(`ScaleBox emulator listening on ${url}\n`)
  // Scripts read the line above alone; this is for people.
  if (process.stderr.isTTY) process.stderr.write(hintOf({ url, host, hasKeys: apiKeys !== undefined }))
}

async function main(args: string[]): Promise<void> {
  const values = parse(args)
  if (values.help) process.stdout.write(help)
  else if (values.version) process.stdout.write(`${version}\n`)
  else await serve(optionsOf(values))
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`scalebox-emulator: ${error.message}\n`)
  process.exitCode = error instanceof UsageError ? 2 : 1
})
