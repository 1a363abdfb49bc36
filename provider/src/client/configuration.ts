import * as z from "zod"
import { ScaleboxError } from "./errors"

/** Where the API is and how to call it. */
export interface Configuration {
  /** Key of the account, a secret; default: none. Without a key only the list of regions can be read. */
  apiKey?: string | undefined
  /** Where the API is; default `https://api.scalebox.dev`. */
  apiUrl: string
  /** Whether `apiUrl` may be a plain http:// URL of another machine, which sends the key in plain text; default false. */
  allowInsecureUrl: boolean
  /** Project of new sandboxes that name none; default: the account's default project. */
  projectId?: string | undefined
  /** Requests in flight at once in one process; default 16. */
  maxConcurrency: number
  /** Seconds until a single request is given up, at most 86400; default 30. */
  requestTimeout: number
  /**
   * Whether what the account does not know counts as gone, whoever created it: for one run of somebody who knows that it is;
   * default false.
   */
  believeMissing: boolean
  /**
   * Whether each run looks first at what the stack holds, so that a plain `pulumi up` sees what has ended or was deleted by
   * somebody else: one listing more for each run. Only the plugin can do that; default false.
   */
  refreshBeforeUpdate: boolean
  /** Origin that a stack may be moved away from; default: none. */
  previousApiUrl?: string | undefined
}

export type ConfigurationKey = keyof Configuration

/** A setting as it may be given; numbers and truth values also as texts. */
export type Setting = string | number | boolean

export const defaults = {
  apiUrl: "https://api.scalebox.dev",
  allowInsecureUrl: false,
  believeMissing: false,
  maxConcurrency: 16,
  refreshBeforeUpdate: false,
  requestTimeout: 30,
} as const

/** A day; timers would overflow after 24 of them. */
const longestRequestSeconds = 86_400

/** Variables that replace a setting. */
export const environment: Partial<Record<ConfigurationKey, string>> = {
  apiKey: "SCALEBOX_API_KEY",
  apiUrl: "SCALEBOX_API_URL",
  allowInsecureUrl: "SCALEBOX_ALLOW_INSECURE_URL",
  believeMissing: "SCALEBOX_BELIEVE_MISSING",
  projectId: "SCALEBOX_PROJECT_ID",
}

const url = z.url({ protocol: /^https?$/, error: "must be a URL that begins with https:// or http://" })

/** Whether a URL leads to this machine: nobody else reads what is sent there. */
export const isLoopback = (url: string): boolean =>
  URL.canParse(url) && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(url).hostname)

const isInsecure = (url: string): boolean =>
  URL.canParse(url) && new URL(url).protocol === "http:" && !isLoopback(url)

const truth = z.union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")], {
  error: "must be true or false",
})

export const configurationShape = {
  apiKey: z
    .string()
    .regex(/^[\x21-\x7e]+$/, { error: "must be printable ASCII without spaces" })
    .optional(),
  apiUrl: url.default(defaults.apiUrl),
  allowInsecureUrl: truth.default(defaults.allowInsecureUrl),
  projectId: z.string().optional(),
  maxConcurrency: z.coerce
    .number({ error: "must be a whole number of at least 1" })
    .int({ error: "must be a whole number of at least 1" })
    .min(1, { error: "must be a whole number of at least 1" })
    .default(defaults.maxConcurrency),
  requestTimeout: z.coerce
    .number({ error: "must be a number of seconds above 0" })
    .positive({ error: "must be a number of seconds above 0" })
    .max(longestRequestSeconds, { error: `must be at most ${longestRequestSeconds} seconds` })
    .default(defaults.requestTimeout),
  believeMissing: truth.default(defaults.believeMissing),
  refreshBeforeUpdate: truth.default(defaults.refreshBeforeUpdate),
  previousApiUrl: url.optional(),
}

export const configurationKeys = Object.keys(configurationShape) as ConfigurationKey[]

/** Settings that must never be written down in plain text. */
export const secretSettings: readonly ConfigurationKey[] = ["apiKey"]

/** Anybody on the way could read the key, and the secrets of the sandboxes. */
const schema = z
  .object(configurationShape)
  .refine(({ apiUrl, allowInsecureUrl }) => allowInsecureUrl || !isInsecure(apiUrl), {
    path: ["apiUrl"],
    error:
      "must begin with https://, as http:// would send the key in plain text to another machine; " +
      "set scalebox:allowInsecureUrl to true to allow that",
    when: () => true,
  })

const unlessEmpty = <T>(value: T) => (value === "" ? undefined : value)

/**
 * Reads each setting from `get`, else from the environment, else takes its default; an empty text counts as unset.
 * Throws a ScaleboxError with the code `configuration` that names every bad setting as the user did, but no value.
 */
export function readConfiguration(
  get: (key: ConfigurationKey) => Setting | undefined,
  env: NodeJS.ProcessEnv = process.env,
): Configuration {
  const raw: Record<string, unknown> = {}
  /** Settings under the names by which users gave them. */
  const names: Record<string, string> = {}
  for (const key of configurationKeys) {
    const variable = environment[key]
    const given = unlessEmpty(get(key))
    const value = given ?? unlessEmpty(variable && env[variable])
    if (value !== undefined) raw[key] = typeof value === "string" ? value.trim() : value
    names[key] = variable && given === undefined && value !== undefined ? variable : `scalebox:${key}`
  }
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => `${names[String(path[0])]} ${message}`)
  throw new ScaleboxError({ code: "configuration", message: `Invalid configuration: ${faults.join("; ")}` })
}

export const missingKey = () =>
  new ScaleboxError({
    code: "configuration",
    message: "No ScaleBox API key is configured",
    hint: [
      "Set it with `pulumi config set --secret scalebox:apiKey`",
      "in the environment as SCALEBOX_API_KEY",
      "or as apiKey of a scalebox.Provider; to try without an account, run `npx scalebox-emulator`" +
        " and set SCALEBOX_API_URL to the URL it prints and SCALEBOX_API_KEY to any text",
    ].join(", "),
  })
