import * as z from "zod"
import { type Equal, same } from "./equal"
import { textOf } from "./text"
import { type WholeNumber, wholeNumber } from "./whole-number"

export const portLimits = { min: 1, max: 65535, nameLength: 15 } as const
export const protocols = ["TCP", "UDP", "WEBRTC"] as const
/** Protocol of a port. */
export type Protocol = (typeof protocols)[number]

/** A port that a sandbox opens to the outside, at `https://{port}-{sandboxDomain}`. */
export interface PortConfig {
  /** Port number inside the sandbox, 1 to 65535; unique in the sandbox. */
  port: number
  /** 1 to 15 characters, lower-case letters, digits and inner hyphens, with at least one letter; unique in the sandbox. */
  name: string
  /** `TCP`, `UDP` or `WEBRTC`, in upper or lower case; default `TCP`. */
  protocol?: string | undefined
  /** Port of the service behind it, 1 to 65535; default: the same as `port`. */
  servicePort?: number | undefined
}

const portNumber = wholeNumber.min(portLimits.min).max(portLimits.max)
/** The API takes any case and keeps upper case; TCP by default. */
export const protocolOf = (given: unknown): string =>
  typeof given === "string" && given !== "" ? given.toUpperCase() : "TCP"

const protocol = z
  .string()
  .refine((value) => (protocols as readonly string[]).includes(value.toUpperCase()), {
    error: `must be one of ${protocols.join(", ")}`,
  })
  .transform(protocolOf)

export const portConfig = z.strictObject({
  port: portNumber,
  name: textOf(1, portLimits.nameLength).regex(/^(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/, {
    error: "must consist of lower-case letters, digits and single inner hyphens, with at least one letter",
  }),
  protocol: protocol.optional(),
  servicePort: portNumber.optional(),
})
same<Equal<z.input<typeof portConfig>, PortConfig>>()

/** A port as the API shows it. */
export interface Port {
  /** Number inside the sandbox. */
  port: WholeNumber
  /** Unique in the sandbox; empty if an answer does not say it. */
  name: string
  /** In upper case. */
  protocol?: string | undefined
  /** Port of the service behind it. */
  servicePort?: WholeNumber | undefined
  /** True for a port that the template brings: it cannot be removed. */
  isProtected?: boolean | undefined
}

export const port = z.object({
  port: z.number(),
  name: z
    .string()
    .optional()
    .transform((name) => name ?? ""),
  protocol: z.string().optional(),
  servicePort: z.number().optional(),
  isProtected: z.boolean().optional(),
})
same<Equal<z.output<typeof port>, Port>>()

/** All ports of one sandbox. */
export interface PortList {
  /** Template ports and custom ports together. */
  ports: Port[]
  /** Those that the template brings. */
  templatePorts: Port[]
  /** Those that were added to the sandbox. */
  customPorts: Port[]
}

const ports = z.array(port).nullish()

/** Go services send null for an empty list; one that is left out, or is no list, is what the two others say. */
export const portList = z
  .object({ ports, templatePorts: ports, customPorts: ports })
  .transform(({ ports, templatePorts, customPorts }) => {
    const isIn = (list: Port[] | null | undefined, one: Port) =>
      (list ?? []).some(({ port }) => port === one.port)
    const allBut = (list: Port[] | null | undefined) => (ports ?? []).filter((one) => !isIn(list, one))
    const [template, custom] = [templatePorts ?? [], customPorts ?? []]
    return {
      ports: ports === undefined ? [...template, ...custom] : (ports ?? []),
      templatePorts: templatePorts === undefined ? allBut(customPorts) : template,
      customPorts: customPorts === undefined ? allBut(templatePorts) : custom,
    }
  })
same<Equal<z.output<typeof portList>, PortList>>()
