import type { dynamic } from "@pulumi/pulumi"
import { during, exactlyOnce, isScaleboxError, ScaleboxError } from "../../client"
import { type CreateTemplateRequest, type TemplateDetails, toWire } from "../../contract"
import { allowedSeconds, type Hidden, hiddenOf, logicalName } from "../hidden"
import { checkPlain } from "../process/check"
import { InitFailure, type Lifecycle, type Properties } from "../process/lifecycle"
import { refuseOtherEndpoint, session } from "../process/session"
import { deadlineOf } from "../sandbox/wait"
import { changesOf } from "./changes"
import { inputsShownBy, outputsOf } from "./from-api"
import { type SandboxTemplateInputs, sandboxTemplateInputs } from "./inputs"

const pollMs = 1_000

async function diff(_id: string, olds: Properties, news: Properties): Promise<dynamic.DiffResult> {
  refuseOtherEndpoint(olds)
  const replaces: string[] = changesOf(olds, news)
  if (replaces.length === 0 && olds.status === "failed") replaces.push("status")
  const isUnfinished = typeof olds.status === "string" && olds.status !== "available"
  // A name is unique in the account, so the old template must go before another of that name is made.
  return {
    changes: replaces.length > 0 || isUnfinished,
    replaces,
    deleteBeforeReplace: olds.name === news.name,
  }
}

async function create(inputs: Properties): Promise<dynamic.CreateResult<Properties>> {
  const declared = inputs as Properties & SandboxTemplateInputs
  const hidden = hiddenOf(inputs)
  const deadline = deadlineOf(hidden, "create")
  const action = `Cannot make template "${logicalName(hidden.owner)}" from sandbox ${declared.sandboxId}`
  const made = await during(action, () => makeOnce(declared.sandboxId, requestOf(declared), deadline))
  const template = await untilAvailable(made, { declared, hidden, operation: "create", deadline })
  return { id: template.templateId, outs: outputsOf(declared, hidden, template) }
}

/** Names are unique in the account, so after a lost answer the name shows whether the template was made. */
async function makeOnce(
  sandboxId: string,
  request: CreateTemplateRequest,
  deadline: number,
): Promise<TemplateDetails> {
  const { client } = session()
  const look = async () => {
    const { templates } = await client.listTemplates({ name: request.name }, { deadline })
    return templates.find(({ name }) => name === request.name)
  }
  if (await look()) {
    throw new ScaleboxError({
      code: "conflict",
      message: "the account has a template of this name",
      hint: "Choose another name, or delete that template",
    })
  }
  return exactlyOnce(
    client.clock,
    deadline,
    () => client.createTemplate(sandboxId, request, { deadline }),
    look,
  )
}

/** The API takes ports and probe as JSON text. */
function requestOf(declared: SandboxTemplateInputs): CreateTemplateRequest {
  const { name, description, visibility, cpuCount, memoryMb, customCommand, ports, readyCommand } = declared
  return {
    name,
    description,
    visibility,
    cpuCount,
    memoryMb,
    customCommand,
    ports: ports && JSON.stringify(toWire(ports)),
    readyCommand: readyCommand && JSON.stringify(readyCommand),
  }
}

interface Waiting {
  declared: Properties
  hidden: Hidden
  operation: "create" | "update"
  deadline: number
}

/** Waits until sandboxes can be made from a template. Throws an InitFailure, which keeps the id, where it cannot. */
async function untilAvailable(first: TemplateDetails, waiting: Waiting): Promise<TemplateDetails> {
  const { declared, hidden, operation, deadline } = waiting
  const { client } = session()
  let last = first
  const fail = (why: string, next: string) =>
    new InitFailure(last.templateId, outputsOf(declared, hidden, last), [
      `Template "${logicalName(hidden.owner)}" (${last.templateId}) ${why}. Its id is kept in the state: ${next}`,
    ])
  while (last.status !== undefined && last.status !== "available") {
    if (last.status === "failed") {
      throw fail(`failed${last.message ? `: ${last.message}` : ""}`, "the next `pulumi up` replaces it")
    }
    if (client.clock.now() + pollMs >= deadline) {
      throw fail(
        `is still ${last.status} after ${allowedSeconds(hidden, operation)} s`,
        "the next `pulumi up` goes on waiting",
      )
    }
    await client.clock.sleep(pollMs)
    last = await client.getTemplate(last.templateId, { deadline }).catch((error: unknown) => {
      if (!isScaleboxError(error)) throw error
      throw fail(
        `was made, but could not be asked for: ${error.message}`,
        "the next `pulumi up` goes on waiting",
      )
    })
  }
  return last
}

async function read(id: string, props: Properties): Promise<dynamic.ReadResult<Properties>> {
  refuseOtherEndpoint(props)
  try {
    const template = await during(`Cannot read template ${id}`, () => session().client.getTemplate(id))
    const declared = typeof props.endpoint === "string" ? props : inputsShownBy(template)
    return { id, props: outputsOf(declared, hiddenOf(props), template) }
  } catch (error) {
    if (isScaleboxError(error, "not_found")) return {}
    throw error
  }
}

/** Only resumes a wait: every change of an input makes a new template. */
async function update(
  id: string,
  olds: Properties,
  news: Properties,
): Promise<dynamic.UpdateResult<Properties>> {
  refuseOtherEndpoint(olds)
  const hidden = hiddenOf(news)
  const deadline = deadlineOf(hidden, "update")
  const found = await during(`Cannot update template ${id}`, () =>
    session().client.getTemplate(id, { deadline }),
  )
  const template = await untilAvailable(found, { declared: news, hidden, operation: "update", deadline })
  return { outs: outputsOf(news, hidden, template) }
}

async function remove(id: string, props: Properties): Promise<void> {
  refuseOtherEndpoint(props)
  const deadline = deadlineOf(hiddenOf(props), "delete")
  try {
    await during(`Cannot delete template ${id}`, () => session().client.deleteTemplate(id, { deadline }))
  } catch (error) {
    if (!isScaleboxError(error, "not_found")) throw error
  }
}

export const sandboxTemplateLifecycle: Lifecycle = {
  check: (olds, news) => checkPlain(sandboxTemplateInputs, olds, news),
  diff,
  create,
  read,
  update,
  delete: remove,
}
