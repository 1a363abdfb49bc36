import * as z from "zod"
import { isPage, type PageQuery, type Pagination, pageQuery, paginationShown } from "./envelope"
import { type Equal, same } from "./equal"
import { resourceLimits } from "./sandbox"
import { textOf } from "./text"
import type { WholeNumber } from "./whole-number"

export const templateLimits = { nameMin: 4, nameMax: 32 } as const
export const templateVisibilities = ["private", "account_shared", "public"] as const
/** Who may use a template: its owner, all of the account, or everybody. */
export type TemplateVisibility = (typeof templateVisibilities)[number]
/** Templates that every account could use when this version was created; `getTemplates` tells those of today. */
export const knownTemplates = ["base", "python-dev", "code-interpreter"] as const
/** A template that this version knows of. */
export type KnownTemplate = (typeof knownTemplates)[number]
export const templateStatuses = ["pending", "building", "pushing", "available", "failed"] as const
/** How far the build of a template is. */
export type TemplateStatus = (typeof templateStatuses)[number]

/** What can be said of a template when it is created from a sandbox. */
export interface TemplateSettings {
  /** 4 to 32 characters; unique in the account. */
  name: string
  /** What the template is for; default empty. */
  description?: string | undefined
  /** Who may use it: `private`, `account_shared` or `public`; default: the API's, `private` for most accounts. */
  visibility?: TemplateVisibility | undefined
  /** CPU cores of sandboxes created from it, at least 1; default: as in the sandbox's own template. */
  cpuCount?: number | undefined
  /** Memory in MiB of sandboxes created from it, at least 128; default: as in the sandbox's own template. */
  memoryMb?: number | undefined
  /** Start command; default: as in the sandbox's own template. */
  customCommand?: string | undefined
}

export const templateSettingsShape = {
  name: textOf(templateLimits.nameMin, templateLimits.nameMax),
  description: z.string().optional(),
  visibility: z.enum(templateVisibilities).optional(),
  cpuCount: z.number().int().min(resourceLimits.cpuCount).optional(),
  memoryMb: z.number().int().min(resourceLimits.memoryMb).optional(),
  customCommand: z.string().optional(),
}
const settings = z.strictObject(templateSettingsShape)
same<Equal<z.input<typeof settings>, TemplateSettings>>()

/** Body of `POST /v1/sandboxes/{id}/create-template`. */
export interface CreateTemplateRequest extends TemplateSettings {
  /** JSON text: a list of ports to add to those of the sandbox's own template. */
  ports?: string | undefined
  /** JSON text: the readiness probe. */
  readyCommand?: string | undefined
}

export const createTemplateRequest = z.strictObject({
  ...templateSettingsShape,
  ports: z.string().optional(),
  readyCommand: z.string().optional(),
})
same<Equal<z.input<typeof createTemplateRequest>, CreateTemplateRequest>>()

/** A template as the API shows it. Fields that this version does not know are dropped. */
export interface TemplateDetails {
  /** What `template` of Sandbox takes, such as `tpl-abc123`. */
  templateId: string
  /** What `template` of Sandbox takes as well, such as `python-dev`. */
  name?: string | undefined
  /** What the template is for. */
  description?: string | null | undefined
  /** Who may use it: `private`, `account_shared` or `public`. */
  visibility?: string | undefined
  /** Whether every account may use it. */
  isPublic?: boolean | undefined
  /** `available` if sandboxes can be created from it; `pending`, `building`, `pushing` or `failed`. */
  status?: string | undefined
  /** Why the template is in this status. */
  message?: string | null | undefined
  /** CPU cores of sandboxes that declare none. */
  defaultCpuCount?: WholeNumber | null | undefined
  /** Memory of sandboxes that declare none, in MiB. */
  defaultMemoryMb?: WholeNumber | null | undefined
  /** The template that it was created from. */
  baseTemplateId?: string | null | undefined
  /** Ports that its sandboxes open, as JSON text. */
  ports?: string | null | undefined
  /** Start command. */
  customCommand?: string | null | undefined
  /** Readiness probe, as JSON text. */
  readyCommand?: string | null | undefined
  /** When it was created, ISO 8601. */
  createdAt?: string | null | undefined
}

export const templateDetails = z.object({
  templateId: textOf(1),
  name: z.string().optional(),
  description: z.string().nullish(),
  visibility: z.string().optional(),
  isPublic: z.boolean().optional(),
  status: z.string().optional(),
  message: z.string().nullish(),
  defaultCpuCount: z.number().nullish(),
  defaultMemoryMb: z.number().nullish(),
  baseTemplateId: z.string().nullish(),
  ports: z.string().nullish(),
  customCommand: z.string().nullish(),
  readyCommand: z.string().nullish(),
  createdAt: z.string().nullish(),
})
same<Equal<z.input<typeof templateDetails>, TemplateDetails>>()

/** Which templates to list. */
export interface ListTemplatesQuery extends PageQuery {
  /** True: only those that sandboxes can be created from now. */
  usable?: boolean | undefined
  /** A single status. */
  status?: TemplateStatus | undefined
  /** Who may use it. */
  visibility?: TemplateVisibility | undefined
  /** The exact name. */
  name?: string | undefined
  /** Part of name or description. */
  search?: string | undefined
}

/** Query values arrive as text on the server and leave as booleans from the client. */
const flag = z.union([z.boolean(), z.stringbool({ truthy: ["true", "1"], falsy: ["false", "0"] })])

export const listTemplatesQuery = pageQuery.extend({
  usable: flag.optional(),
  status: z.enum(templateStatuses).optional(),
  visibility: z.enum(templateVisibilities).optional(),
  name: z.string().optional(),
  search: z.string().optional(),
})
same<Equal<z.output<typeof listTemplatesQuery>, ListTemplatesQuery>>()

/** One page of templates. */
export interface TemplatePage {
  templates: TemplateDetails[]
  pagination: Pagination
}

/** As an answer shows it. */
export const templatePage = z
  .object({ templates: z.array(templateDetails).nullish(), pagination: paginationShown })
  .refine(({ templates, pagination }) => isPage(templates, pagination), { path: ["templates"] })
  .transform(({ templates, pagination }) => ({ templates: templates ?? [], pagination }))
