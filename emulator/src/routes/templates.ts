import { z } from "zod"
import {
  type CreateTemplateRequest,
  type ListTemplatesQuery,
  portConfig,
} from "../../../provider/src/contract"
import type { AccountState } from "../accounts"
import { ApiError, conflict, invalidRequest } from "../errors"
import { pageOf } from "../paging"
import { shownTemplate, templateStatus } from "../payloads"
import { portRecord, refuseTakenPort } from "../ports"
import type { Sandbox, Template } from "../record"
import { newTemplateId } from "../secrets"
import type { PortRecord } from "../shapes"
import type { Templates } from "../templates"
import { acceptBody, parseJson } from "../validation"
import type { Handlers, Services } from "./handlers"

const addedPorts = z.object({ ports: z.array(portConfig) })

/** Ports and probe travel as JSON text. Throws the API's 400 if that is no JSON, or no list of ports. */
function portsIn(text: string): PortRecord[] {
  const { ports } = acceptBody(
    addedPorts,
    { readable: true, value: { ports: jsonIn("ports", text) } },
    [],
  ) as z.output<typeof addedPorts>
  return ports.map((port) => ({ ...portRecord(port), isProtected: true }))
}

function jsonIn(field: string, text: string): unknown {
  const json = parseJson(text)
  if (json.readable) return json.value
  throw invalidRequest(`Invalid request: ${field} ${json.reason}, must be a JSON text`)
}

function fits(template: Template, query: ListTemplatesQuery, now: number): boolean {
  const status = templateStatus(template, now)
  const { name, description, visibility } = template
  const text = `${name}\n${description}`.toLowerCase()
  return (
    (query.usable !== true || status === "available") &&
    (query.status === undefined || status === query.status) &&
    (query.visibility === undefined || visibility === query.visibility) &&
    (query.name === undefined || name === query.name) &&
    (query.search === undefined || text.includes(query.search.toLowerCase()))
  )
}

/** Throws if the account could no longer tell its templates apart by name. */
function refuseTakenName(templates: Templates, account: AccountState, name: string): void {
  const others = templates
    .visibleTo(account)
    .filter(({ accountId }) => accountId === account.id || !accountId)
  if (!others.some((other) => other.name === name)) return
  throw new ApiError(400, "duplicate_template_name", `Template name "${name}" is taken: must be unique`)
}

interface Origin {
  templates: Templates
  account: AccountState
  sandbox: Sandbox
  /** Ports beside those of the sandbox's own template. */
  added: PortRecord[]
}

/** What the request says, and else what the sandbox's own template says. */
function newTemplate({ templates, account, sandbox, added }: Origin, body: CreateTemplateRequest): Template {
  const base = templates.find(account, sandbox.templateId)
  const createdAt = account.now()
  const fault = account.faults.takeFailTemplate({ sandboxId: sandbox.sandboxId, name: sandbox.name })
  return {
    templateId: newTemplateId(),
    accountId: account.id,
    sequence: templates.nextSequence(),
    name: body.name,
    description: body.description ?? "",
    visibility: body.visibility ?? "private",
    cpuCount: body.cpuCount ?? base?.cpuCount ?? sandbox.cpuCount,
    memoryMb: body.memoryMb ?? base?.memoryMb ?? sandbox.memoryMb,
    ports: [...structuredClone(sandbox.templatePorts), ...added],
    baseTemplateId: sandbox.templateId,
    customCommand: body.customCommand ?? base?.customCommand ?? null,
    readyCommand: body.readyCommand ?? base?.readyCommand ?? null,
    createdAt,
    builtAt: createdAt + account.settings.bootMs,
    failure: fault?.reason ?? null,
  }
}

export const templateRoutes = ({ store, templates }: Services) =>
  ({
    createTemplate({ account, params, body }) {
      const added = body.ports ? portsIn(body.ports) : []
      if (body.readyCommand) jsonIn("ready_command", body.readyCommand)
      const sandbox = store.get(account, params.sandboxId)
      if (sandbox.status !== "running") {
        throw conflict(
          `Cannot create a template from sandbox "${sandbox.sandboxId}": it is ${sandbox.status}, must be running`,
        )
      }
      refuseTakenName(templates, account, body.name)
      added.forEach((port, index) => {
        refuseTakenPort([...sandbox.templatePorts, ...added.slice(0, index)], port)
      })
      const template = newTemplate({ templates, account, sandbox, added }, body)
      templates.add(template)
      return { data: shownTemplate(template, account.now()), message: "Template creation initiated" }
    },
    listTemplates({ account, query }) {
      const now = account.now()
      const found = templates.visibleTo(account).filter((template) => fits(template, query, now))
      const { rows, pagination } = pageOf(found, query)
      return {
        data: { templates: rows.map((template) => shownTemplate(template, now)), pagination },
        message: "Templates retrieved",
      }
    },
    getTemplate({ account, params }) {
      const template = templates.get(account, params.templateId)
      return { data: shownTemplate(template, account.now()), message: "Template retrieved" }
    },
    deleteTemplate({ account, params }) {
      const template = templates.get(account, params.templateId)
      if (template.accountId !== account.id) {
        throw new ApiError(403, "forbidden", `Cannot delete template "${template.name}": it is not your own`)
      }
      templates.remove(template)
      return { data: { templateId: template.templateId }, message: "Template deleted" }
    },
  }) satisfies Partial<Handlers>
