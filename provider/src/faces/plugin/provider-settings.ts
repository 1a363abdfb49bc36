import {
  type CheckRequest,
  CheckResponse,
  type ConfigureRequest,
  ConfigureResponse,
  type DiffRequest,
  DiffResponse,
} from "@pulumi/pulumi/proto/provider_pb"
import { configurationKeys, isScaleboxError } from "../../client"
import { areOtherAccounts } from "../../resources/account-of"
import { isOtherOrigin } from "../../resources/origin"
import type { Properties } from "../../resources/properties"
import { misspelt } from "../misspelt"
import { checkFailures } from "./check-failures"
import { both } from "./marks"
import type { Run } from "./run"
import { areKnown, configurationOf, isDefault, type Settings, settingsIn, stackSettings } from "./settings"
import { decoded, encoded } from "./values"

/** What the engine itself adds to a provider's settings. */
const foreign: ReadonlySet<string> = new Set([
  "version",
  "pluginDownloadURL",
  "pluginChecksums",
  "parameterization",
])

/** The names that a program gave, or the stack's configuration. */
const given = (properties: Properties): string[] =>
  Object.keys(properties).filter((key) => !foreign.has(key) && !key.startsWith("__"))

/**
 * Checks the settings of a provider. Those of the default one are the stack's, which each run brings along: they are not
 * written into the state a second time, so that a key that was rotated is used at once. An explicit provider keeps its
 * key, encrypted.
 */
export function checkConfig(run: Run, request: CheckRequest): CheckResponse {
  const { value, marks } = decoded(request.getNews())
  const ofStack = isDefault(request.getUrn())
  const wrong = misspelt(given(value))
  if (ofStack) for (const reason of wrong) run.warn(`scalebox:${reason}`)
  const settings = settingsIn(value)
  const failures = ofStack ? [] : wrong
  if (areKnown(settings)) failures.push(...faultsOf(ofStack ? {} : settings))
  const response = new CheckResponse()
  const kept = Object.entries(value).filter(([key]) => !ofStack || foreign.has(key) || key.startsWith("__"))
  response.setInputs(encoded(Object.fromEntries(kept), both(marks, { apiKey: true })))
  response.setFailuresList(checkFailures(failures))
  return response
}

function faultsOf(settings: Settings): string[] {
  try {
    configurationOf(settings)
    return []
  } catch (error) {
    if (!isScaleboxError(error)) throw error
    return [error.message]
  }
}

/**
 * Whether a provider of other settings must replace what this one has created: only if its API or its account is another.
 * The engine asks this as well for each resource that moves from one provider to another.
 */
export async function diffConfig(run: Run, request: DiffRequest): Promise<DiffResponse> {
  const [old, now] = [
    decoded(request.getOldInputs() ?? request.getOlds()).value,
    decoded(request.getNews()).value,
  ].map(settingsIn) as [Settings, Settings]
  const changed = configurationKeys.filter((key) => old[key] !== now[key])
  const replaces = changed.length > 0 && areKnown(now) ? await replacing(run, old, now) : []
  const response = new DiffResponse()
  const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges
  response.setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE)
  response.setDiffsList(changed)
  response.setReplacesList(replaces)
  return response
}

async function replacing(run: Run, before: Settings, after: Settings): Promise<string[]> {
  const [old, now] = [configurationOf(before), configurationOf(after)]
  if (isOtherOrigin(new URL(old.apiUrl).origin, now)) return ["apiUrl"]
  if (old.apiKey === now.apiKey || !old.apiKey || !now.apiKey) return []
  return (await areOtherAccounts(old, now, run.clientParts(), run.signal)) ? ["apiKey"] : []
}

/** From here on calls work with these settings. Throws a ScaleboxError that names every bad one. */
export function configure(run: Run, request: ConfigureRequest): ConfigureResponse {
  const own = settingsIn(decoded(request.getArgs()).value)
  run.configure(configurationOf(isDefault(request.getUrn() ?? "") ? { ...own, ...stackSettings() } : own))
  const response = new ConfigureResponse()
  response.setAcceptsecrets(true)
  response.setSupportspreview(true)
  response.setSupportsAutonamingConfiguration(true)
  return response
}
