import { during, isScaleboxError, ScaleboxError } from "../../client"
import { hasEnded, nameLimits, type SandboxDetails, settledStatuses, timeOf } from "../../contract"
import { checkInputs } from "../check"
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
import { hasNonce } from "../marks"
import { shortened } from "../names"
import { isInStack, isNew, type Properties } from "../properties"
import { leftByEarlier } from "./again"
import { booted, nextFor } from "./boot"
import { changesOf } from "./changes"
import { checkSettings } from "./check"
import { deleted, ifEnded, unlessEnded } from "./ending"
import { extendOnce } from "./extend"
import { inputsShownBy, outputsOf } from "./from-api"
import { importFaults, nothingToImport } from "./import"
import { type CheckedInputs, sandboxInputs } from "./inputs"
import { makeOnce } from "./make"
import { secretOutputs } from "./outputs"
import { requestOf } from "./request"
import { isSettled } from "./status"

async function check(context: Context, olds: Properties, news: Properties): Promise<Checked> {
  const { declared, inputs, failures } = await checkSettings(context, sandboxInputs, olds, news)
  if (failures.length > 0) return { inputs, failures }
  if (isNew(olds) && context.importId) {
    const sandbox = await importable(context, context.importId)
    const named = { ...inputs, name: declared.name || sandbox.name }
    return {
      inputs: named,
      failures: checkInputs(sandboxInputs, declared, importFaults(named, sandbox)),
    }
  }
  if (!isNew(olds)) context.session.strays.noteExisting("sandbox", context)
  const name = declared.name || olds.name || shortened(context.name, nameLimits.max)
  return { inputs: { ...inputs, name }, failures: [] }
}

/** An existing sandbox that an import can take over. */
async function importable(context: Context, id: string): Promise<SandboxDetails> {
  const action = `Cannot import sandbox "${id}"`
  const sandbox = await during(action, () => context.session.client.getSandbox(id, context), {
    not_found: nothingToImport,
  })
  if (unlessEnded(sandbox) && sandbox.status !== "failed") return sandbox
  throw new ScaleboxError({
    code: "conflict",
    message: `${action}: it is ${sandbox.status}`,
    hint: "Remove the import option to create a new sandbox",
  })
}

async function diff(context: Context, id: string, olds: Properties, news: Properties): Promise<Difference> {
  const changes = changesOf(olds, news)
  const replaces: string[] = [...changes.replaces]
  // The engine refuses to replace what is protected, and cannot say that nothing is left of it.
  if (replaces.length === 0 || context.isProtected) {
    const ended = await endOf(context, id, olds)
    if (ended) {
      if (replaces.length === 0) replaces.push(ended.property)
      context.log.info(`Sandbox ${id} ${ended.why}${nextOfEnded(context, ended)}`)
    }
  }
  if (replaces.length > 0) context.session.plans.replacing.add(id)
  return {
    replaces,
    updates: changes.extends ? ["timeout"] : [],
    unfinished: news.waitForRunning === true && !settledStatuses.some((status) => status === olds.status),
    deleteBeforeReplace: false,
  }
}

/** A refresh drops one that has ended; a failed one is still there, and replacing it deletes it. */
function nextOfEnded({ isProtected }: Context, { why }: { why: string }): string {
  if (!isProtected) return ": it is replaced"
  return why === "failed"
    ? ", but it is protected: remove the option protect for one run to replace it"
    : ", so nothing is left to protect: `pulumi up --refresh` creates a new one"
}

/** Whether the stored end of a sandbox has passed by the server's clock. */
const isExpired = ({ session }: Context, { timeoutAt }: Properties): boolean =>
  (timeOf(timeoutAt) ?? Number.POSITIVE_INFINITY) <= session.client.serverTime()

/** Refuses to take a sandbox for gone that may be in another account. */
function mustBeGone(context: Context, id: string, state: Properties, command?: string): Promise<void> {
  const { accountMark: mark, session } = context
  const shouldLive = !isExpired(context, state)
  return session.account.mustBeGone({ label: `Sandbox ${id}`, id, mark, shouldLive, command }, context)
}

/** Whether a sandbox has ended though no input changed. The API is asked only when its stored end has passed. */
async function endOf(
  context: Context,
  id: string,
  olds: Properties,
): Promise<{ property: string; why: string } | undefined> {
  if (olds.status === "failed" || olds.status === "terminated") {
    return { property: "status", why: olds.status === "failed" ? "failed" : "was terminated" }
  }
  if (!isExpired(context, olds)) return undefined
  const action = `Cannot see whether sandbox ${id} has ended`
  const shown = await during(action, () => context.session.watch.read(id, context))
  if (!shown) await mustBeGone(context, id, olds)
  const sandbox = unlessEnded(shown)
  if (sandbox && sandbox.status !== "failed") return undefined
  return { property: "timeoutAt", why: sandbox ? "failed" : `ended at ${olds.timeoutAt}` }
}

async function create(context: Context, inputs: Properties): Promise<Thing> {
  const declared = inputs as Properties & CheckedInputs
  const { importId } = context
  const made = importId ? await importable(context, importId) : await make(context, declared)
  const sandbox =
    declared.waitForRunning && made.status !== "paused" ? await untilRunning(context, made, declared) : made
  return { id: sandbox.sandboxId, outputs: outputsOf(declared, sandbox, context.session.endpoint) }
}

async function make(context: Context, declared: Properties & CheckedInputs): Promise<SandboxDetails> {
  const { owner, nonce, session } = context
  await session.strays.noteMaking("sandbox", context)
  const request = requestOf(declared, { owner, nonce, projectId: session.configuration.projectId })
  return during(
    `Cannot create sandbox "${context.name}"`,
    async () => (await leftByEarlier(context)) ?? (await makeOnce(context, request, nonce).catch(withDoubt)),
  )
}

/** Without an id the engine keeps nothing of it. */
function withDoubt(error: unknown): never {
  if (!isScaleboxError(error) || !error.facts.lost) throw error
  const message = `${error.facts.message}; it may have been created after all: see what \`npx pulumi-scalebox recover\` lists`
  throw new ScaleboxError({ ...error.facts, message })
}

/**
 * Waits until a sandbox runs. Throws an InitFailure, which keeps the id and what is known in the state, when it ends in
 * another way, when the deadline passes, or when it can no longer be asked.
 */
async function untilRunning(
  context: Context,
  first: SandboxDetails,
  declared: Properties,
): Promise<SandboxDetails> {
  const { sandbox, trouble } = await booted(context, context.name, first)
  if (!trouble) return sandbox
  const { kind, why } = trouble
  const next = kind === "ended" ? "the next `pulumi up` replaces it" : nextFor(kind, context)
  throw new InitFailure(sandbox.sandboxId, outputsOf(declared, sandbox, context.session.endpoint), [
    `Sandbox ${sandbox.sandboxId} ${why}. Its id is kept in the state: ${next}`,
  ])
}

async function read(context: Context, id: string, state: Properties): Promise<Thing | undefined> {
  const { session } = context
  const found = await during(`Cannot read sandbox ${id}`, () => session.watch.read(id, context))
  if (!found && isInStack(state)) await mustBeGone(context, id, state)
  const sandbox = unlessEnded(found)
  if (!sandbox) return undefined
  const declared = isInStack(state) ? state : { ...inputsShownBy(sandbox), ...state }
  const timeout = Math.min(Number(declared.timeout), sandbox.timeout ?? Number(declared.timeout))
  return { id, outputs: outputsOf({ ...declared, timeout }, sandbox, session.endpoint) }
}

async function update(context: Context, id: string, olds: Properties, news: Properties): Promise<Properties> {
  const { session } = context
  const declared = news as Properties & CheckedInputs
  const action = `Cannot update sandbox ${id}`
  const shown = await during(action, () => session.watch.readToChange(id, context))
  if (!shown) await mustBeGone(context, id, olds, "`pulumi up --refresh` once")
  let sandbox = unlessEnded(shown)
  if (!sandbox) {
    throw new ScaleboxError({
      code: "not_found",
      message: `${action}: it has ended or was deleted`,
      hint: `Run \`pulumi up --refresh\` to create a new one${believing(context)}`,
    })
  }
  // One that has failed since it was last seen is no success, whether or not it is waited for.
  const isUnsure = sandbox.status === "failed" || (declared.waitForRunning && !isSettled(sandbox))
  if (isUnsure) sandbox = await untilRunning(context, sandbox, declared)
  if (declared.timeout > (sandbox.timeout ?? 0)) {
    const extension = `Cannot extend the timeout of sandbox ${id} to ${declared.timeout} s`
    sandbox = await during(extension, () => extend(context, id, declared.timeout), ifEnded)
  }
  return outputsOf(declared, sandbox, session.endpoint)
}

/** A setting for one run must be set for the next one, too, if that is to believe what this one does. */
const believing = ({ session }: Context): string =>
  session.configuration.believeMissing ? ", again with SCALEBOX_BELIEVE_MISSING=true in the environment" : ""

/** The end that the API then shows is what the next `up` goes by. */
async function extend(context: Context, id: string, timeout: number): Promise<SandboxDetails> {
  const { session } = context
  return (
    (await extendOnce(context, id, timeout)) ??
    (await session.watch.readNow(id, context)) ??
    session.client.getSandbox(id, context)
  )
}

async function remove(context: Context, id: string, state: Properties): Promise<void> {
  await during(`Cannot delete sandbox ${id}`, () =>
    deleted(context, id, () => mustBeGone(context, id, state)),
  )
}

async function find(context: Context, inputs: Properties): Promise<Search> {
  const { nonce, session } = context
  if (!nonce) return { unclear: "it carries nothing to find its sandbox by" }
  const isOurs = (metadata: SandboxDetails["metadata"]) => hasNonce(metadata, nonce)
  const marked = await session.watch.find(isOurs, Number.NEGATIVE_INFINITY, context)
  // A listing may leave out what it shows of a single sandbox.
  const looks = marked.map(({ sandboxId }) => session.watch.readNow(sandboxId, context))
  const living = (await Promise.all(looks)).filter((sandbox) => sandbox !== undefined)
  return {
    things: living
      .filter((sandbox) => !hasEnded(sandbox))
      .map((sandbox) => ({ id: sandbox.sandboxId, outputs: outputsOf(inputs, sandbox, session.endpoint) })),
  }
}

async function exists(context: Context, id: string): Promise<Existence> {
  const found = await context.session.watch.readNow(id, context)
  return unlessEnded(found) ? "there" : "gone"
}

export const sandboxLifecycle: Lifecycle = {
  secretOutputs,
  isMarked: true,
  label: (_, id) => `Sandbox ${id}`,
  check,
  diff,
  create,
  read,
  update,
  delete: remove,
  find,
  exists,
}
