import { during, exactlyOnce, isScaleboxError, ScaleboxError } from "../../client"
import { type CreateTemplateRequest, type TemplateDetails, timeOf, toWire } from "../../contract"
import { checkPlain } from "../check"
import type { Context } from "../context"
import {
  type Checked,
  type Difference,
  type Existence,
  InitFailure,
  type Lifecycle,
  type Search,
  type Thing,
} from "../lifecycle"
import { isInStack, isNew, type Properties, unknown } from "../properties"
import { changesOf } from "./changes"
import { inputsShownBy, outputsOf } from "./from-api"
import { importable, importFaults } from "./import"
import { type NewTemplateInputs, newTemplateInputs, sandboxTemplateInputs } from "./inputs"
import { makeAgain, refuseLoss, templateNamed, untilRunning } from "./source"
import { isBuilding } from "./status"

/** Milliseconds between two looks at a template that is being built. */
const pollMs = 1_000

async function diff(_context: Context, _id: string, olds: Properties, news: Properties): Promise<Difference> {
  const replaces: string[] = changesOf(olds, news)
  if (replaces.length === 0 && olds.status === "failed") replaces.push("status")
  return {
    replaces,
    updates: [],
    unfinished: isBuilding(olds.status),
    // A name is unique in the account, so the old template must go before another of that name is created.
    deleteBeforeReplace: olds.name === news.name,
  }
}

async function check(context: Context, olds: Properties, news: Properties): Promise<Checked> {
  const schema = context.isImported ? sandboxTemplateInputs : newTemplateInputs
  const checked = await checkPlain(context, schema, olds, news, importFaults)
  noteOwn(context, checked.inputs.name)
  if (!isNew(olds)) context.session.plans.templates.add(context.owner)
  else if (checked.failures.length === 0 && !context.importId) await refuseLoss(context, checked.inputs)
  return checked
}

/** Sandboxes of this run may be created from it. */
const noteOwn = ({ secretInputs = [], session }: Context, nameOrId: unknown) =>
  session.templateNames.noteOwn(nameOrId, secretInputs.includes("name"))

async function create(context: Context, inputs: Properties): Promise<Thing> {
  const declared = inputs as Properties & NewTemplateInputs
  const { importId } = context
  const action = `Cannot create template "${context.name}" from sandbox ${declared.sandboxId}`
  const made = importId
    ? await importable(context, importId)
    : await during(action, () => makeFrom(context, declared), { not_found: makeAgain })
  noteOwn(context, made.templateId)
  const template = await untilAvailable(context, made, declared)
  return { id: template.templateId, outputs: outputsOf(declared, template, context.session.endpoint) }
}

/** A sandbox that is on its way to run is waited for. */
async function makeFrom(context: Context, declared: NewTemplateInputs): Promise<TemplateDetails> {
  const { sandboxId } = declared
  const make = () => makeOnce(context, sandboxId, requestOf(declared))
  try {
    return await make()
  } catch (error) {
    if (!isScaleboxError(error, "conflict") || error.facts.status === undefined) throw error
    const hint = await untilRunning(context, sandboxId)
    if (hint) throw new ScaleboxError({ ...error.facts, hint })
    return make()
  }
}

/** After a lost answer the name shows whether the template was created. */
async function makeOnce(
  context: Context,
  sandboxId: string,
  request: CreateTemplateRequest,
): Promise<TemplateDetails> {
  const { client } = context.session
  const look = () => templateNamed(context, request.name)
  if (await look()) {
    throw new ScaleboxError({
      code: "conflict",
      message: "the account has a template of this name",
      hint: "Choose another name, or delete that template",
    })
  }
  const call = () => client.createTemplate(sandboxId, request, context)
  return exactlyOnce(client.clock, context.deadline, call, look, context.signal)
}

/** The API takes ports and probe as JSON text. */
function requestOf(declared: NewTemplateInputs): CreateTemplateRequest {
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

/** Waits until sandboxes can be created from a template. Throws an InitFailure, which keeps the id, if it cannot. */
async function untilAvailable(
  context: Context,
  first: TemplateDetails,
  declared: Properties,
): Promise<TemplateDetails> {
  const { clock } = context.session.client
  let last = first
  const fail = (why: string, next: string) =>
    new InitFailure(last.templateId, outputsOf(declared, last, context.session.endpoint), [
      `Template "${context.name}" (${last.templateId}) ${why}. Its id is kept in the state: ${next}`,
    ])
  const goesOn = "the next `pulumi up` goes on waiting"
  while (isBuilding(last.status)) {
    if (clock.now() + pollMs >= context.deadline) {
      throw fail(`is still ${last.status} after ${context.seconds} s`, goesOn)
    }
    try {
      last = await context.session.templates.next(last.templateId, context)
    } catch (error) {
      if (!isScaleboxError(error)) throw error
      throw fail(`was created, but could not be asked for: ${error.message}`, goesOn)
    }
  }
  if (last.status === "failed") {
    throw fail(`failed${last.message ? `: ${last.message}` : ""}`, "the next `pulumi up` replaces it")
  }
  return last
}

async function read(context: Context, id: string, state: Properties): Promise<Thing | undefined> {
  const { client, endpoint } = context.session
  try {
    const template = await during(`Cannot read template ${id}`, () => client.getTemplate(id, context))
    const declared = isInStack(state) ? state : inputsShownBy(template)
    return { id, outputs: outputsOf(declared, template, endpoint) }
  } catch (error) {
    if (!isScaleboxError(error, "not_found")) throw error
    if (isInStack(state)) await mustBeGone(context, id)
    return undefined
  }
}

/** Refuses to take a template for gone that may be in another account. */
function mustBeGone(context: Context, id: string): Promise<void> {
  const { accountMark: mark, session } = context
  return session.account.mustBeGone({ label: `Template ${id}`, id, mark, shouldLive: true }, context)
}

/** Only resumes a wait: every change of an input creates a new template. */
async function update(
  context: Context,
  id: string,
  _olds: Properties,
  news: Properties,
): Promise<Properties> {
  const { client, endpoint } = context.session
  const found = await during(`Cannot update template ${id}`, () => client.getTemplate(id, context), {
    not_found: "Run `pulumi up --refresh` to create it again",
  })
  return outputsOf(news, await untilAvailable(context, found, news), endpoint)
}

async function remove(context: Context, id: string): Promise<void> {
  const { account, client } = context.session
  try {
    await during(`Cannot delete template ${id}`, () => client.deleteTemplate(id, context))
    account.noteKnown()
  } catch (error) {
    if (!isScaleboxError(error, "not_found")) throw error
    await mustBeGone(context, id)
  }
}

/** Templates carry no mark of ours: one of this name must also be as declared, and no older than its sandbox. */
async function find(context: Context, inputs: Properties): Promise<Search> {
  const { name, sandboxId } = inputs
  if (typeof name !== "string" || typeof sandboxId !== "string" || [name, sandboxId].includes(unknown)) {
    return { unclear: "what it was to make is secret in the state" }
  }
  const { endpoint, watch } = context.session
  const found = await templateNamed(context, name)
  if (!found) return { things: [] }
  const sandbox = await watch.readNow(sandboxId, context)
  const isYounger =
    sandbox && (timeOf(found.createdAt) ?? 0) >= (timeOf(sandbox.createdAt) ?? Number.POSITIVE_INFINITY)
  if (!isYounger || found.baseTemplateId !== sandbox.templateId || !isAsDeclared(found, inputs)) {
    return { things: [], note: `the template "${name}" that exists (${found.templateId}) is another one` }
  }
  return { things: [{ id: found.templateId, outputs: outputsOf(inputs, found, endpoint) }] }
}

/** What is not declared, or cannot be known, contradicts nothing. */
const isAsDeclared = (template: TemplateDetails, inputs: Properties): boolean =>
  Object.entries(inputsShownBy(template)).every(
    ([name, shown]) => shown === undefined || [undefined, unknown, shown].includes(inputs[name] as string),
  )

async function exists(context: Context, id: string): Promise<Existence> {
  return (await read(context, id, {})) ? "there" : "gone"
}

export const sandboxTemplateLifecycle: Lifecycle = {
  secretOutputs: [],
  isMarked: false,
  label: (_, id) => `Template ${id}`,
  check,
  diff,
  create,
  read,
  update,
  delete: remove,
  find,
  exists,
}
