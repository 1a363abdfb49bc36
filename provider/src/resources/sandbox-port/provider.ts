import type { dynamic } from "@pulumi/pulumi"
import { during, exactlyOnce, isScaleboxError, ScaleboxError, waitFor } from "../../client"
import { type Fault, type Port, type PortConfig, type SandboxDetails, settledStatuses } from "../../contract"
import { type Hidden, hiddenOf } from "../hidden"
import { checkPlain } from "../process/check"
import { refuseReplacingImported, staysAfterImport } from "../process/import"
import { inTurn } from "../process/in-turn"
import type { Lifecycle, Properties } from "../process/lifecycle"
import { refuseOtherEndpoint, session } from "../process/session"
import { unlessEnded } from "../sandbox/ending"
import { lookUpTogether } from "../sandbox/look-up"
import { deadlineOf, statusText } from "../sandbox/wait"
import { changesOf } from "./changes"
import { outputsOf } from "./from-api"
import { type SandboxPortInputs, sandboxPortInputs } from "./inputs"

async function diff(id: string, olds: Properties, news: Properties): Promise<dynamic.DiffResult> {
  refuseOtherEndpoint(olds)
  const replaces = changesOf(olds, news)
  refuseReplacingImported(`Port ${id}`, replaces, hiddenOf(news))
  // Two ports of one sandbox cannot share a number or a name, so the old one must go first.
  return { changes: replaces.length > 0, replaces, deleteBeforeReplace: olds.sandboxId === news.sandboxId }
}

const idOf = ({ sandboxId, port }: Pick<SandboxPortInputs, "sandboxId" | "port">) => `${sandboxId}/${port}`

function parseId(id: string): { sandboxId: string; port: number } {
  const [, sandboxId, port] = /^(.+)\/(\d+)$/.exec(id) ?? []
  if (sandboxId && port) return { sandboxId, port: Number(port) }
  throw new ScaleboxError({
    code: "invalid",
    message: `"${id}" is no id of a port`,
    hint: "It consists of the sandbox's id and the port number: sbx-abc123/8080",
  })
}

async function create(inputs: Properties): Promise<dynamic.CreateResult<Properties>> {
  const declared = inputs as Properties & SandboxPortInputs
  const hidden = hiddenOf(inputs)
  const { sandboxId, port, name } = declared
  if (hidden.import) return takeOver(hidden.import, declared, hidden)
  const deadline = deadlineOf(hidden, "create")
  const config = {
    port,
    name,
    protocol: declared.protocol,
    servicePort: declared.servicePort,
  }
  const action = `Cannot open port ${port} ("${name}") of sandbox ${sandboxId}`
  const hints = {
    // The engine forgets a port when it deletes the port's sandbox, also where that delete then fails.
    invalid:
      "Choose a port and a name that neither the sandbox nor its template uses yet, " +
      `or take a port that is already open over with the option import: "${idOf(declared)}"`,
    not_found: sandboxEnded,
  }
  const open = async () => {
    const ready = await running(sandboxId, deadline, "open")
    await inTurn(sandboxId, () => openOnce(sandboxId, config, deadline))
    return ready
  }
  const sandbox = await during(action, open, hints)
  return { id: idOf(declared), outs: outputsOf(declared, hidden, config, sandbox.sandboxDomain) }
}

/** A second identical call would be refused, so after a lost answer the ports are looked at first. */
async function openOnce(sandboxId: string, config: PortConfig, deadline: number): Promise<void> {
  const { client } = session()
  const look = async () => {
    const { customPorts } = await client.listPorts(sandboxId, { deadline })
    return customPorts.find(({ port, name }) => port === config.port && name === config.name)
  }
  const call = async () => {
    await client.addPort(sandboxId, config, { deadline })
    return config
  }
  await exactlyOnce<PortConfig>(client.clock, deadline, call, look)
}

async function takeOver(id: string, declared: Properties, hidden: Hidden) {
  const { port, sandbox } = await importable(id)
  return { id, outs: outputsOf(declared, hidden, port, sandbox.sandboxDomain) }
}

/** An existing port that an import can take over. */
async function importable(id: string): Promise<Found> {
  const action = `Cannot import port ${id}`
  const found = await during(action, () => find(id))
  if (found) return found
  throw new ScaleboxError({ code: "not_found", message: `${action}: there is no such port` })
}

/** Declared inputs that an existing port contradicts; taking it over must not change it. */
async function importFaults(id: string, declared: Properties): Promise<Fault[]> {
  const { port } = await importable(id)
  return changesOf({ ...port, sandboxId: parseId(id).sandboxId }, declared).map((name) => ({
    path: [name],
    reason: "differs from the port to import; declare what it has, and change it after the import",
  }))
}

/** The sandbox, once it runs. A starting one is waited for; all others cannot change their ports. */
async function running(sandboxId: string, deadline: number, verb: "open" | "close"): Promise<SandboxDetails> {
  const { client } = session()
  let sandbox = await client.getSandbox(sandboxId, { deadline })
  if (!settledStatuses.includes(sandbox.status) && sandbox.status !== "terminating") {
    const done = ({ status }: SandboxDetails) => settledStatuses.includes(status) || status === "terminating"
    const result = await waitFor(session().reads, sandboxId, { deadline, done })
    if (result.end !== "gone" && result.sandbox) sandbox = result.sandbox
  }
  if (sandbox.status === "running") return sandbox
  throw new ScaleboxError({
    code: "conflict",
    message: `the sandbox is ${statusText(sandbox)}, and only a running one can ${verb} ports`,
    hint: nextSteps[sandbox.status] ?? "Run the command again",
  })
}

const sandboxEnded = "Run `pulumi up --refresh`, which replaces a sandbox of this stack that has ended"

/** What to do about a sandbox that cannot change its ports; the others are on their way. */
const nextSteps: Record<string, string> = {
  paused: "Resume the sandbox, then run the command again",
  terminating: sandboxEnded,
  terminated: sandboxEnded,
  failed: sandboxEnded,
}

interface Found {
  port: Port
  sandbox: SandboxDetails
}

type LookUp = (sandboxId: string) => Promise<SandboxDetails | undefined>

/** Port and sandbox as the API shows them; undefined where either is gone. */
async function find(
  id: string,
  lookUp: LookUp = (sandboxId) => session().client.getSandbox(sandboxId),
): Promise<Found | undefined> {
  const { sandboxId, port: number } = parseId(id)
  const { client } = session()
  try {
    const sandbox = unlessEnded(await lookUp(sandboxId))
    if (!sandbox) return undefined
    const list = sandbox.customPorts ?? (await client.listPorts(sandboxId)).customPorts
    const port = list.find((candidate) => candidate.port === number)
    return port && { port, sandbox }
  } catch (error) {
    if (isScaleboxError(error, "not_found")) return undefined
    throw error
  }
}

async function read(id: string, props: Properties): Promise<dynamic.ReadResult<Properties>> {
  refuseOtherEndpoint(props)
  const found = await during(`Cannot read port ${id}`, () => find(id, lookUpTogether))
  if (!found) return {}
  const declared = { ...props, sandboxId: parseId(id).sandboxId }
  return { id, props: outputsOf(declared, hiddenOf(props), found.port, found.sandbox.sandboxDomain) }
}

async function remove(id: string, props: Properties): Promise<void> {
  refuseOtherEndpoint(props)
  if (staysAfterImport(id)) return
  const deadline = deadlineOf(hiddenOf(props), "delete")
  const { sandboxId, port } = parseId(id)
  await during(`Cannot close port ${port} of sandbox ${sandboxId}`, () => close(id, deadline))
}

/** Nothing is left to close where the port, or its sandbox, has ended. */
async function close(id: string, deadline: number): Promise<void> {
  const { sandboxId, port } = parseId(id)
  const { client } = session()
  try {
    await inTurn(sandboxId, () => client.removePort(sandboxId, port, { deadline }))
  } catch (error) {
    if (isScaleboxError(error, "not_found")) return
    if (!isScaleboxError(error, "conflict")) throw error
    if (!(await find(id))) return
    await running(sandboxId, deadline, "close")
    await inTurn(sandboxId, () => client.removePort(sandboxId, port, { deadline }))
  }
}

export const sandboxPortLifecycle: Lifecycle = {
  check: (olds, news) => checkPlain(sandboxPortInputs, olds, news, importFaults),
  diff,
  create,
  read,
  delete: remove,
}
