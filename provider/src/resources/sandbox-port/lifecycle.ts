import { during, exactlyOnce, isScaleboxError, ScaleboxError } from "../../client"
import {
  type Fault,
  hasEnded,
  type Port,
  type PortConfig,
  portLimits,
  type SandboxDetails,
} from "../../contract"
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
import { shortened } from "../names"
import { isInStack, isNew, type Properties, unknown } from "../properties"
import { sandboxEnded } from "../sandbox/ending"
import { changed } from "./change"
import { changesOf } from "./changes"
import { outputsOf } from "./from-api"
import { idOf, parseId } from "./id"
import { type CheckedPortInputs, sandboxPortInputs } from "./inputs"
import { refuseTaken } from "./taken"

async function check(context: Context, olds: Properties, news: Properties): Promise<Checked> {
  const { importId, session } = context
  const { sandboxId, port: before } = olds
  if (typeof sandboxId === "string" && typeof before === "number") {
    session.plans.ports.add(idOf({ sandboxId, port: before }))
  }
  const name = news.name ?? olds.name
  if (name !== undefined) return checkPlain(context, sandboxPortInputs, olds, { ...news, name }, importFaults)
  if (isNew(olds) && importId) {
    const { port } = await importable(context, importId)
    return checkPlain(context, sandboxPortInputs, olds, { ...news, name: port.name }, importFaults)
  }
  const named = { ...news, name: shortened(context.name, portLimits.nameLength).replace(/-+$/, "") }
  const { inputs, failures } = await checkPlain(context, sandboxPortInputs, olds, named)
  const explained = (failure: string) =>
    failure.startsWith("name: ") ? `${failure}; the name of the resource is taken, as none is given` : failure
  return { inputs, failures: failures.map(explained) }
}

async function diff(_context: Context, _id: string, olds: Properties, news: Properties): Promise<Difference> {
  return {
    replaces: changesOf(olds, news),
    updates: [],
    unfinished: false,
    // Two ports of one sandbox cannot share a number or a name, so the old one must go first.
    deleteBeforeReplace: olds.sandboxId === news.sandboxId,
  }
}

async function create(context: Context, inputs: Properties): Promise<Thing> {
  const declared = inputs as Properties & CheckedPortInputs
  const { importId, session } = context
  if (importId) return takeOver(context, importId, declared)
  const { sandboxId, port, name, protocol, servicePort } = declared
  const config = { port, name, protocol, servicePort }
  const action = `Cannot open port ${port} ("${name}") of sandbox ${sandboxId}`
  const work = async (sandbox: SandboxDetails | undefined) => {
    await openOnce(context, sandboxId, config).catch((error: unknown) =>
      refuseTaken(context, declared, error),
    )
    return sandbox?.sandboxDomain
  }
  const { value, trouble } = await during(action, () => changed(context, sandboxId, { verb: "open", work }), {
    not_found: sandboxEnded,
  })
  const [id, outputs] = [idOf(declared), outputsOf(declared, config, value, session.endpoint)]
  if (session.plans.ports.has(id)) session.plans.reopened.add(id)
  if (trouble) throw new InitFailure(id, outputs, [`Port ${id} is open. ${trouble}`])
  return { id, outputs }
}

/** A second identical call would be refused, so after a lost answer the ports are looked at first. */
async function openOnce(context: Context, sandboxId: string, config: PortConfig): Promise<void> {
  const { client, plans } = context.session
  const find = async () => {
    const { customPorts } = await client.listPorts(sandboxId, context)
    return customPorts.find(({ port, name }) => port === config.port && name === config.name)
  }
  // `pulumi up --replace` opens the next one before it closes this one, which must not pass for it.
  const isOpen = plans.ports.has(idOf({ sandboxId, port: config.port })) && (await find()) !== undefined
  const look = async () => (isOpen ? undefined : find())
  const call = async () => {
    await client.addPort(sandboxId, config, context)
    return config
  }
  await exactlyOnce<PortConfig>(client.clock, context.deadline, call, look, context.signal)
}

async function takeOver(context: Context, id: string, declared: Properties): Promise<Thing> {
  const { port, sandbox } = await importable(context, id)
  return { id, outputs: outputsOf(declared, port, sandbox.sandboxDomain, context.session.endpoint) }
}

/** An existing port that an import can take over. */
async function importable(context: Context, id: string): Promise<Found> {
  const action = `Cannot import port ${id}`
  const found = await during(action, () => lookUp(context, id))
  if (found) return found
  throw new ScaleboxError({
    code: "not_found",
    message: `${action}: there is no such port`,
    hint: "Check the id, or remove the import option to open a new one",
  })
}

/** Declared inputs that an existing port contradicts; taking it over must not change it. */
async function importFaults(context: Context, id: string, declared: Properties): Promise<Fault[]> {
  const { port } = await importable(context, id)
  return changesOf({ ...port, sandboxId: parseId(id).sandboxId }, declared).map((name) => ({
    path: [name],
    reason: "differs from the port to import; declare what it has, and change it after the import",
  }))
}

interface Found {
  port: Port
  sandbox: SandboxDetails
}

/** Port and sandbox as the API shows them now; undefined if either is gone. */
async function lookUp(context: Context, id: string): Promise<Found | undefined> {
  const { sandboxId, port } = parseId(id)
  try {
    const sandbox = await context.session.client.getSandbox(sandboxId, context)
    return await portOf(context, sandbox, (candidate) => candidate.port === port)
  } catch (error) {
    if (isScaleboxError(error, "not_found")) return undefined
    throw error
  }
}

/** A custom port of a living sandbox; undefined if there is none. */
async function portOf(
  context: Context,
  sandbox: SandboxDetails | undefined,
  isWanted: (port: Port) => boolean,
): Promise<Found | undefined> {
  if (!sandbox || hasEnded(sandbox)) return undefined
  const ports =
    sandbox.customPorts ?? (await context.session.client.listPorts(sandbox.sandboxId, context)).customPorts
  const port = ports.find(isWanted)
  return port && { port, sandbox }
}

async function read(context: Context, id: string, state: Properties): Promise<Thing | undefined> {
  const { sandboxId, port } = parseId(id)
  const { watch, endpoint } = context.session
  const found = await during(`Cannot read port ${id}`, async () => {
    const sandbox = await watch.read(sandboxId, context)
    if (!sandbox && isInStack(state)) await mustBeGone(context, id)
    return portOf(context, sandbox, (candidate) => candidate.port === port).catch(unlessMissing)
  })
  if (!found) return undefined
  const declared = { ...state, sandboxId }
  return { id, outputs: outputsOf(declared, found.port, found.sandbox.sandboxDomain, endpoint) }
}

/** Refuses to take a port for gone with a sandbox that may be in another account. */
function mustBeGone(context: Context, id: string): Promise<void> {
  const { accountMark: mark, session } = context
  return session.account.mustBeGone({ label: `Port ${id}`, id, mark, shouldLive: true }, context)
}

function unlessMissing(error: unknown): undefined {
  if (!isScaleboxError(error, "not_found")) throw error
}

async function remove(context: Context, id: string): Promise<void> {
  const { plans } = context.session
  if (plans.reopened.has(id)) return
  const { sandboxId, port } = parseId(id)
  const action = `Cannot close port ${port} of sandbox ${sandboxId}`
  const { trouble } = await during(action, () =>
    changed(context, sandboxId, {
      verb: "close",
      work: () => close(context, id),
      isDone: async () => {
        const found = await lookUp(context, id)
        // What has failed never runs again, so nothing is open.
        return found && found.sandbox.status !== "failed" ? undefined : "closed"
      },
    }),
  )
  plans.ports.delete(id)
  if (trouble) throw new ScaleboxError({ code: "conflict", message: `Port ${id} is closed. ${trouble}` })
}

/** Nothing is left to close if the port, or its sandbox, has ended. */
async function close(context: Context, id: string): Promise<"closed"> {
  const { sandboxId, port } = parseId(id)
  const { client, watch } = context.session
  try {
    await client.removePort(sandboxId, port, context)
  } catch (error) {
    if (!isScaleboxError(error, "not_found")) throw error
    if (!(await watch.readNow(sandboxId, context))) await mustBeGone(context, id)
  }
  return "closed"
}

/** Only after a create that left the sandbox running: the port itself never changes in place. */
async function update(
  context: Context,
  id: string,
  _olds: Properties,
  news: Properties,
): Promise<Properties> {
  const action = `Cannot update port ${id}`
  const found = await during(action, () => lookUp(context, id))
  if (found) return outputsOf(news, found.port, found.sandbox.sandboxDomain, context.session.endpoint)
  throw new ScaleboxError({
    code: "not_found",
    message: `${action}: it is not open, or its sandbox has ended`,
    hint: "Run `pulumi up --refresh` to open it again",
  })
}

async function find(context: Context, inputs: Properties): Promise<Search> {
  const { sandboxId, port, name } = inputs
  if (typeof sandboxId !== "string" || [sandboxId, port, name].includes(unknown)) {
    return { unclear: "what it was to make is secret in the state" }
  }
  const { endpoint, watch } = context.session
  const sandbox = await watch.readNow(sandboxId, context)
  const found = await portOf(context, sandbox, (one) => one.port === port && one.name === name)
  if (!found) return { things: [] }
  const outputs = outputsOf(inputs, found.port, found.sandbox.sandboxDomain, endpoint)
  return { things: [{ id: idOf({ sandboxId, port: found.port.port }), outputs }] }
}

async function exists(context: Context, id: string): Promise<Existence> {
  return (await lookUp(context, id)) ? "there" : "gone"
}

export const sandboxPortLifecycle: Lifecycle = {
  secretOutputs: [],
  isMarked: false,
  label: (_, id) => `Port ${id}`,
  check,
  diff,
  create,
  read,
  update,
  delete: remove,
  find,
  exists,
}
