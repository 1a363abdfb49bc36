import * as pulumi from "@pulumi/pulumi"
import type { Lookup } from "../../../functions/lookup"
import { suggestion } from "../../../resources/suggestion"
import type { Settings } from "../../face"
import { functionToken } from "../../types"
import { face } from "../face"
import { isMocked } from "../mocked"
import { settingsOf } from "../provider"
import { made } from "./depends-on"

const providerOf = ({ provider, parent }: pulumi.InvokeOptions) =>
  provider ?? parent?.getProvider(face.typeOf("sandbox"))

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
    return pulumi.runtime.invoke(functionToken(lookup.name), { ...args }, opts) as Promise<
      Omit<Result, Secret>
    >
  const provider = providerOf(opts)
  const settings = provider && (await known(settingsOf(provider), lookup.name))
  const result = { ...(await face.call(lookup, args, { provider, settings })) }
  for (const name of lookup.secrets ?? []) delete result[name]
  return result
}

/**
 * Calls a function once all its arguments are known and all that it depends on has been created; until then, in a preview, it
 * is not called. What it answers is secret if an argument is.
 */
export function callOutput<Args extends object, Result extends object, Secret extends keyof Result>(
  lookup: Lookup<Args, Result, Secret>,
  args: pulumi.Inputs,
  opts: pulumi.InvokeOutputOptions = {},
): pulumi.Output<Result> {
  refuseUnknown(lookup, args)
  if (isMocked()) return pulumi.runtime.invokeOutput<Result>(functionToken(lookup.name), args, opts)
  const provider = providerOf(opts)
  // The key is a secret, but no answer holds it.
  const settings = provider && pulumi.unsecret(settingsOf(provider))
  return pulumi
    .all([pulumi.output(args), settings, made(opts.dependsOn)])
    .apply(([known, settings]) =>
      face.call(lookup, known as Args, { provider, settings: settings as Settings | undefined }),
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
