import { during, isScaleboxError, ScaleboxError } from "../../client"
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
import { shortened } from "../names"
import { isInStack, isNew, type Properties } from "../properties"
import { checkSettings } from "../sandbox/check"
import { unlessEnded } from "../sandbox/ending"
import { isSettled } from "../sandbox/status"
import { changesOf } from "./changes"
import { notDeleted } from "./drop"
import { firstMade, inputsShownBy, nonceIn, outputsOf, poolId, timeoutOf } from "./from-api"
import { importFaults } from "./import"
import { type CheckedPoolInputs, namePrefixLength, poolLimits, sandboxPoolInputs } from "./inputs"
import { isOver, labelOf, type Member, type Outcome, standingOf, storedIn } from "./members"
import { secretOutputs } from "./outputs"
import { expiredIn, membersSince, mustBeGone, present, refreshed, strays } from "./present"
import { reached } from "./reach"
import { reasonsOf } from "./troubles"

async function check(context: Context, olds: Properties, news: Properties): Promise<Checked> {
  const { declared, inputs, failures } = await checkSettings(context, sandboxPoolInputs, olds, news)
  if (failures.length > 0) return { inputs, failures }
  const prefix = shortened(context.name, namePrefixLength)
  if (isNew(olds) && context.importId) {
    const { nonce, members } = await importable(context, context.importId)
    const shown = inputsShownBy(members)
    const completed = { ...inputs, namePrefix: declared.namePrefix || shown.namePrefix || prefix }
    const faults = checkInputs(sandboxPoolInputs, declared, importFaults(completed, members))
    return { inputs: completed, failures: faults, nonce }
  }
  if (!isNew(olds)) context.session.strays.noteExisting("sandboxPool", context)
  const namePrefix = declared.namePrefix || olds.namePrefix || prefix
  return { inputs: { ...inputs, namePrefix }, failures }
}

/** The members of an existing pool that an import can take over. */
async function importable(context: Context, id: string): Promise<{ nonce: string; members: Member[] }> {
  const action = `Cannot import pool "${id}"`
  const nonce = nonceIn(id)
  const members = nonce ? await during(action, () => membersSince(context, nonce)) : []
  if (nonce && members.length > 0) return { nonce, members }
  throw new ScaleboxError({
    code: "not_found",
    message: `${action}: no sandbox of this account belongs to it`,
    hint:
      "The id of a pool is `pool-` and the text before the first slash in `pulumi-scalebox-nonce` in the metadata of its " +
      "sandboxes. If they are gone, remove the import option to create a new one",
  })
}

async function diff(context: Context, _id: string, olds: Properties, news: Properties): Promise<Difference> {
  const { replaces, inPlace } = changesOf(olds, news)
  const isChanged = replaces.length > 0 || inPlace.length > 0
  if (replaces.length > 0) for (const { id } of storedIn(olds)) context.session.plans.replacing.add(id)
  return {
    replaces,
    updates: inPlace,
    unfinished: !isChanged && (await needsWork(context, olds, news)),
    deleteBeforeReplace: false,
  }
}

/** Whether there is something to do though no input changed; says what. */
async function needsWork(context: Context, olds: Properties, news: Properties): Promise<boolean> {
  const { count } = news
  if (typeof count !== "number" || !(count <= poolLimits.max)) return false
  const stored = storedIn(olds)
  const label = labelOf(context)
  const expired = new Set(
    await during(`Cannot see whether ${label} has ended`, () => expiredIn(context, stored)),
  )
  const lasting = stored.filter((sandbox) => !isOver(sandbox) && !expired.has(sandbox))
  const { keep, drop } = standingOf(lasting, count)
  if (keep.length < count || drop.length > 0 || lasting.length < stored.length) {
    context.log.info(
      `Of ${label}, ${keep.length} of ${count} sandboxes are left: the others are created again`,
    )
    return true
  }
  return news.waitForRunning === true && !keep.every(isSettled)
}

async function create(context: Context, inputs: Properties): Promise<Thing> {
  const { importId, nonce, session } = context
  const declared = inputs as Properties & CheckedPoolInputs
  const action = `Cannot create ${labelOf(context)}`
  const began = session.client.clock.now()
  if (!importId && declared.count > 0) await session.strays.noteMaking("sandboxPool", context)
  // The nonce of a new pool is as new, and a run that was cut leaves its own behind: only another attempt finds any.
  const isAgain = session.attempts.begin(nonce, began) !== undefined
  const members = importId || isAgain ? await during(action, () => membersSince(context, nonce)) : []
  const outcome = await reached(context, declared, members)
  const [first] = outcome.troubles
  if (first && outcome.members.length === 0 && outcome.troubles.every(wasRefused)) {
    throw isScaleboxError(first.error) ? first.error.during(action) : first.error
  }
  const createdAt = firstMade(members) ?? new Date(session.client.serverTime(began)).toISOString()
  return { id: poolId(nonce), outputs: finished(context, declared, outcome, createdAt) }
}

/** Whether it is sure that nothing was created. */
const wasRefused = ({ error }: { error?: unknown }) => isScaleboxError(error) && !error.facts.lost

/** The outputs of a pool. Throws an InitFailure, which keeps all living ids in the state, if something is not as wanted. */
function finished(
  context: Context,
  declared: Properties,
  { members, troubles }: Outcome,
  createdAt: string,
): Properties {
  const { endpoint } = context.session
  if (troubles.length === 0) return outputsOf(declared, members, { createdAt, endpoint })
  const timeout = timeoutOf(declared, members)
  const outputs = outputsOf({ ...declared, timeout }, members, { createdAt, endpoint })
  throw new InitFailure(poolId(context.nonce), outputs, reasonsOf(troubles, labelOf(context)))
}

/** A pool without members is still one. */
async function read(context: Context, id: string, state: Properties): Promise<Thing | undefined> {
  const action = `Cannot read pool ${id}`
  const { endpoint } = context.session
  if (isInStack(state)) {
    const members = await during(action, () => refreshed(context, storedIn(state)))
    const declared = { ...state, timeout: timeoutOf(state, members) }
    return { id, outputs: outputsOf(declared, members, { createdAt: String(state.createdAt), endpoint }) }
  }
  const nonce = nonceIn(id)
  const members = nonce ? await during(action, () => membersSince(context, nonce)) : []
  if (members.length === 0) return undefined
  const createdAt = firstMade(members) ?? ""
  const declared = { ...inputsShownBy(members), ...state }
  return { id, outputs: outputsOf(declared, members, { createdAt, endpoint }) }
}

async function update(context: Context, id: string, olds: Properties, news: Properties): Promise<Properties> {
  // One that the engine has imported has the nonce in its id alone.
  const ours = { ...context, nonce: nonceIn(id) ?? context.nonce }
  const declared = news as Properties & CheckedPoolInputs
  const members = await during(`Cannot update ${labelOf(ours)}`, () => present(ours, olds, declared.count))
  return finished(ours, declared, await reached(ours, declared, members), String(olds.createdAt))
}

async function remove(context: Context, id: string, state: Properties): Promise<void> {
  const label = labelOf(context)
  const unknown = await during(`Cannot delete ${label}`, () => strays(context, state, nonceIn(id) ?? ""))
  const found = unknown.map(({ index, sandbox }) => ({ index, id: sandbox.sandboxId }))
  const stored = storedIn(state)
  const troubles = await notDeleted(context, [...stored, ...found], () => mustBeGone(context, stored))
  const [first] = troubles
  if (!first) return
  const message = reasonsOf(troubles, label).join("; ")
  throw isScaleboxError(first.error)
    ? new ScaleboxError({ ...first.error.facts, message, hint: undefined })
    : new Error(message)
}

/** All members that a create which was cut has created, as one pool; the next update makes the others. */
async function find(context: Context, inputs: Properties): Promise<Search> {
  const { nonce, session } = context
  if (!nonce) return { unclear: "it carries nothing to find its sandboxes by" }
  const marked = await membersSince(context, nonce)
  // A listing may leave out what it shows of a single sandbox.
  const looks = marked.map(async ({ index, sandbox: { sandboxId } }) => {
    const sandbox = unlessEnded(await session.watch.readNow(sandboxId, context))
    return sandbox ? [{ index, sandbox }] : []
  })
  const members = (await Promise.all(looks)).flat()
  const createdAt = firstMade(members)
  if (createdAt === undefined) return { things: [] }
  const outputs = outputsOf(inputs, members, { createdAt, endpoint: session.endpoint })
  return { things: [{ id: poolId(nonce), outputs }] }
}

async function exists(context: Context, _id: string, { sandboxIds }: Properties): Promise<Existence> {
  if (!Array.isArray(sandboxIds)) return "unclear"
  const { watch } = context.session
  const shown = await Promise.all(sandboxIds.map((id) => watch.readNow(String(id), context)))
  return shown.some(unlessEnded) ? "there" : "gone"
}

export const sandboxPoolLifecycle: Lifecycle = {
  secretOutputs,
  isMarked: true,
  label: labelOf,
  check,
  diff,
  create,
  read,
  update,
  delete: remove,
  find,
  exists,
}
