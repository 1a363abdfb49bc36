import type { dynamic } from "@pulumi/pulumi"
import { during, isScaleboxError, ScaleboxError } from "../../client"
import { nameLimits, type SandboxDetails, settledStatuses } from "../../contract"
import { hiddenKey, hiddenOf, logicalName, shortened } from "../hidden"
import { checkInputs } from "../process/check"
import { adopt, refuseReplacingImported, staysAfterImport } from "../process/import"
import { isInStack, type Lifecycle, type Properties } from "../process/lifecycle"
import { asRightAccount } from "../process/right-account"
import { refuseOtherEndpoint, session } from "../process/session"
import { changesOf } from "./changes"
import { checkSettings } from "./check"
import { deleted, unlessEnded } from "./ending"
import { extendOnce } from "./extend"
import { inputsShownBy, outputsOf } from "./from-api"
import { importFaults } from "./import"
import { type CheckedInputs, sandboxInputs } from "./inputs"
import { lookUpTogether } from "./look-up"
import { makeOnce } from "./make"
import { secretOutputs } from "./outputs"
import { requestOf } from "./request"
import { noteExisting, noteMaking } from "./strays"
import { deadlineOf, untilRunning } from "./wait"

async function check(olds: Properties, news: Properties): Promise<dynamic.CheckResult<Properties>> {
  const { declared, inputs, hidden, failures } = await checkSettings(sandboxInputs, olds, news)
  if (failures.length > 0) return { inputs, failures }
  const isNew = Object.keys(olds).length === 0
  if (!isNew) noteExisting("sandbox", hidden)
  if (isNew && hidden.import) {
    adopt(hidden.import)
    const sandbox = await importable(hidden.import)
    inputs.name = declared.name || sandbox.name
    return {
      inputs,
      failures: checkInputs(sandboxInputs, declared, importFaults(withoutHidden(inputs), sandbox)),
    }
  }
  inputs.name = declared.name || olds.name || shortened(logicalName(hidden.owner), nameLimits.max)
  return { inputs, failures: [] }
}

/** An existing sandbox that an import can take over. */
async function importable(id: string, deadline?: number): Promise<SandboxDetails> {
  const action = `Cannot import sandbox "${id}"`
  const sandbox = await during(action, () => session().client.getSandbox(id, { deadline }))
  if (unlessEnded(sandbox) && sandbox.status !== "failed") return sandbox
  throw new ScaleboxError({
    code: "conflict",
    message: `${action}: it is ${sandbox.status}`,
    hint: "Remove the import option to make a new sandbox",
  })
}

const withoutHidden = ({ [hiddenKey]: _, ...inputs }: Properties): Properties => inputs

async function diff(id: string, olds: Properties, news: Properties): Promise<dynamic.DiffResult> {
  refuseOtherEndpoint(olds)
  const changes = changesOf(olds, news)
  const hidden = hiddenOf(news)
  const replaces: string[] = [...changes.replaces]
  if (changes.extends && hidden.replaceOnChanges?.some((name) => name === "timeout" || name === "*")) {
    replaces.push("timeout")
  }
  if (replaces.length === 0) {
    const ended = await endOf(id, olds)
    if (ended) {
      replaces.push(ended.property)
      console.log(`Sandbox ${id} ${ended.why}: it is replaced`)
    }
  }
  refuseReplacingImported(`Sandbox ${id}`, replaces, hidden)
  const waits = news.waitForRunning === true && !settledStatuses.some((status) => status === olds.status)
  return { changes: replaces.length > 0 || changes.extends || waits, replaces, deleteBeforeReplace: false }
}

/** Whether a sandbox has ended though no input changed. The API is asked only when its stored end has passed. */
async function endOf(id: string, olds: Properties): Promise<{ property: string; why: string } | undefined> {
  if (olds.status === "failed" || olds.status === "terminated") {
    return { property: "status", why: olds.status === "failed" ? "failed" : "was terminated" }
  }
  const { client } = session()
  if (typeof olds.timeoutAt !== "string" || Date.parse(olds.timeoutAt) > client.clock.now()) return undefined
  const sandbox = unlessEnded(
    await during(`Cannot see whether sandbox ${id} has ended`, () => lookUpTogether(id)),
  )
  if (sandbox && sandbox.status !== "failed") return undefined
  return { property: "timeoutAt", why: sandbox ? "failed" : `ended at ${olds.timeoutAt}` }
}

async function create(inputs: Properties): Promise<dynamic.CreateResult<Properties>> {
  const declared = inputs as Properties & CheckedInputs
  const hidden = hiddenOf(inputs)
  const deadline = deadlineOf(hidden, "create")
  if (!hidden.import) noteMaking("sandbox", hidden)
  const made = hidden.import
    ? await importable(hidden.import, deadline)
    : await during(`Cannot create sandbox "${logicalName(hidden.owner)}"`, () =>
        makeOnce(requestOf(declared, hidden), hidden.nonce ?? "", deadline).catch(withDoubt),
      )
  const waiting = { declared, hidden, operation: "create" as const, deadline }
  const sandbox =
    declared.waitForRunning && made.status !== "paused" ? await untilRunning(made, waiting) : made
  return { id: sandbox.sandboxId, outs: outputsOf(declared, hidden, sandbox) }
}

/** Without an id the engine keeps nothing of it. */
function withDoubt(error: unknown): never {
  if (!isScaleboxError(error) || !error.facts.lost) throw error
  const message = `${error.facts.message}; it may have been made after all: see what \`pulumi-scalebox recover\` lists`
  throw new ScaleboxError({ ...error.facts, message })
}

/** Answers no inputs: they would replace the stored ones, the hidden one included. */
async function read(id: string, props: Properties): Promise<dynamic.ReadResult<Properties>> {
  refuseOtherEndpoint(props)
  const shouldLive =
    isInStack(props) && !(Date.parse(String(props.timeoutAt)) <= session().client.clock.now())
  const found = await asRightAccount(shouldLive, () =>
    during(`Cannot read sandbox ${id}`, () => lookUpTogether(id)),
  )
  const sandbox = unlessEnded(found)
  if (!sandbox) return {}
  const declared = isInStack(props) ? props : { ...inputsShownBy(sandbox), ...withoutHidden(props) }
  const timeout = Math.min(Number(declared.timeout), sandbox.timeout ?? Number(declared.timeout))
  return { id, props: outputsOf({ ...declared, timeout }, hiddenOf(props), sandbox) }
}

async function update(
  id: string,
  olds: Properties,
  news: Properties,
): Promise<dynamic.UpdateResult<Properties>> {
  refuseOtherEndpoint(olds)
  const declared = news as Properties & CheckedInputs
  const hidden = hiddenOf(news)
  const deadline = deadlineOf(hidden, "update")
  const action = `Cannot update sandbox ${id}`
  let sandbox = unlessEnded(await during(action, () => session().reads.read(id, deadline)))
  if (!sandbox) {
    throw new ScaleboxError({
      code: "not_found",
      message: `${action}: it has ended or was deleted`,
      hint: "Run `pulumi up --refresh` to make a new one",
    })
  }
  if (declared.waitForRunning && !settledStatuses.includes(sandbox.status)) {
    sandbox = await untilRunning(sandbox, { declared, hidden, operation: "update", deadline })
  }
  if (declared.timeout > (sandbox.timeout ?? 0)) {
    const extension = `Cannot extend the timeout of sandbox ${id} to ${declared.timeout} s`
    sandbox = await during(extension, () => extend(id, declared.timeout, deadline))
  }
  return { outs: outputsOf(declared, hidden, sandbox) }
}

/** The end that the API then shows is what the next `up` goes by. */
async function extend(id: string, timeout: number, deadline: number): Promise<SandboxDetails> {
  const { client, reads } = session()
  return (
    (await extendOnce(id, timeout, deadline)) ??
    (await reads.readChanging(id, deadline)) ??
    client.getSandbox(id, { deadline })
  )
}

async function remove(id: string, props: Properties): Promise<void> {
  refuseOtherEndpoint(props)
  if (staysAfterImport(id)) return
  const hidden = hiddenOf(props)
  await during(`Cannot delete sandbox ${id}`, () => deleted(id, hidden, deadlineOf(hidden, "delete")))
}

export const sandboxLifecycle: Lifecycle = {
  secretOutputs,
  check,
  diff,
  create,
  read,
  update,
  delete: remove,
}
