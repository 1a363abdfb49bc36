import * as pulumi from "@pulumi/pulumi"
import {
  type ConfigurationKey,
  configurationKeys,
  readConfiguration,
  ScaleboxClient,
  type Setting,
} from "../../../../client"
import type { Lookup } from "../../../../functions/lookup"
import { suggestion } from "../../../../resources/suggestion"
import { memory } from "../memory"
import { isMocked } from "../mocked"
import { settingsOf } from "../provider"
import { made } from "./depends-on"

type Settings = Partial<Record<ConfigurationKey, Setting>>

/** One client for each set of settings, so that all calls of a program share its connections and limits. */
function clientFor(settings: Settings): ScaleboxClient {
  const configuration = readConfiguration((key) => settings[key])
  const key = JSON.stringify(configuration)
  const client = memory.clients.get(key) ?? new ScaleboxClient(configuration)
  memory.clients.set(key, client)
  return client
}

function stackSettings(): Settings {
  const stack = new pulumi.Config("scalebox")
  return Object.fromEntries(configurationKeys.map((key) => [key, stack.get(key)]))
}

const tokenOf = (name: string) => `scalebox:index:${name}`

const providerOf = ({ provider, parent }: pulumi.InvokeOptions) =>
  provider ?? parent?.getProvider("pulumi-nodejs:dynamic/scalebox")

/** A misspelt filter would be left out, and the function answer more than was asked for. */
function refuseUnknown<Args extends object>({ name, args }: { name: string; args: Args }, given: object) {
  const known = Object.keys(args)
  const unknown = Object.keys(given).find((key) => !known.includes(key))
  if (unknown === undefined) return
  throw new pulumi.RunError(`${name}: ${unknown} is not a known argument${suggestion(unknown, known)}`)
}

/** Nothing waits for a plain value; the SDK passes over the option as well. */
function warnOfDependsOn(name: string, { dependsOn }: pulumi.InvokeOutputOptions): void {
  if (dependsOn) void pulumi.log.warn(`${name} does not wait for dependsOn: use ${name}Output`)
}

/** Calls a function with plain values; what is secret of its answer is left out. Throws a ScaleboxError, and a RunError for an argument that is not known. */
export async function callPlain<Args extends object, Result extends object, Secret extends keyof Result>(
  lookup: Lookup<Args, Result, Secret>,
  args: Args,
  opts: pulumi.InvokeOptions = {},
): Promise<Omit<Result, Secret>> {
  refuseUnknown(lookup, args)
  warnOfDependsOn(lookup.name, opts)
  if (isMocked())
    return pulumi.runtime.invoke(tokenOf(lookup.name), { ...args }, opts) as Promise<Omit<Result, Secret>>
  const provider = providerOf(opts)
  const settings = provider ? await known(settingsOf(provider), lookup.name) : stackSettings()
  const result = { ...(await lookup.call(clientFor(settings), args)) }
  for (const name of lookup.secrets ?? []) delete result[name]
  return result
}

/**
 * Calls a function once all its arguments are known and all that it depends on has been made; until then, in a preview, it
 * is not called. What it answers is secret if an argument is.
 */
export function callOutput<Args extends object, Result extends object, Secret extends keyof Result>(
  lookup: Lookup<Args, Result, Secret>,
  args: pulumi.Inputs,
  opts: pulumi.InvokeOutputOptions = {},
): pulumi.Output<Result> {
  refuseUnknown(lookup, args)
  if (isMocked()) return pulumi.runtime.invokeOutput<Result>(tokenOf(lookup.name), args, opts)
  const provider = providerOf(opts)
  // The key is a secret, but no answer holds it.
  const settings = provider ? pulumi.unsecret(settingsOf(provider)) : stackSettings()
  return pulumi
    .all([pulumi.output(args), settings, made(opts.dependsOn)])
    .apply(([known, settings]) =>
      lookup.call(clientFor(settings as Settings), known as Args),
    ) as pulumi.Output<Result>
}

/** Part of every output, but missing in the SDK's type declarations. */
interface Settled<T> {
  isKnown: Promise<boolean>
  promise(): Promise<T>
}

async function known<T>(output: pulumi.Output<T>, name: string): Promise<T> {
  const { isKnown, promise } = output as pulumi.Output<T> & Settled<T>
  if (await isKnown) return promise()
  throw new pulumi.RunError(`${name} needs a Provider whose settings are known: use ${name}Output instead`)
}
