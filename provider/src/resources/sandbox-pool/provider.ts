import type { dynamic } from "@pulumi/pulumi"
import { during, isScaleboxError, ScaleboxError } from "../../client"
import { settledStatuses } from "../../contract"
import { type Hidden, hiddenKey, hiddenOf, logicalName, shortened } from "../hidden"
import { checkInputs } from "../process/check"
import { adopt, refuseReplacingImported, staysAfterImport } from "../process/import"
import { InitFailure, isInStack, type Lifecycle, type Properties } from "../process/lifecycle"
import { refuseOtherEndpoint, session } from "../process/session"
import { checkSettings } from "../sandbox/check"
import { noteExisting, noteMaking } from "../sandbox/strays"
import { deadlineOf } from "../sandbox/wait"
import { changesOf } from "./changes"
import { notDeleted } from "./deletions"
import { firstMade, inputsShownBy, nonceIn, outputsOf, poolId, timeoutOf } from "./from-api"
import { importFaults } from "./import"
import { namePrefixLength, poolLimits, sandboxPoolInputs } from "./inputs"
import { expiredIn, membersOf, present, refreshed, strays } from "./look"
import { isOver, type Member, type Outcome, standingOf, storedIn } from "./members"
import { secretOutputs } from "./outputs"
import { labelOf, type Pool, poolOf } from "./pool"
import { reached } from "./reach"
import { reasonsOf } from "./troubles"

async function check(olds: Properties, news: Properties): Promise<dynamic.CheckResult<Properties>> {
  const { declared, inputs, hidden, failures } = await checkSettings(sandboxPoolInputs, olds, news)
  if (failures.length > 0) return { inputs, failures }
  const prefix = shortened(logicalName(hidden.owner), namePrefixLength)
  const isNew = Object.keys(olds).length === 0
  if (!isNew) noteExisting("sandboxPool", hidden)
  if (isNew && hidden.import) {
    adopt(hidden.import)
    const { nonce, members } = await importable(hidden.import)
    const shown = inputsShownBy(members)
    const completed = { ...inputs, namePrefix: declared.namePrefix || shown.namePrefix || prefix }
    return {
      inputs: { ...completed, [hiddenKey]: { ...hidden, nonce } satisfies Hidden },
      failures: checkInputs(sandboxPoolInputs, declared, importFaults(completed, members)),
    }
  }
  return {
    inputs: { ...inputs, namePrefix: declared.namePrefix || olds.namePrefix || prefix },
    failures,
  }
}

/** The members of an existing pool that an import can take over. */
async function importable(id: string): Promise<{ nonce: string; members: Member[] }> {
  const action = `Cannot import pool "${id}"`
  const nonce = nonceIn(id)
  const members = nonce ? await membersOf(nonce, action) : []
  if (nonce && members.length > 0) return { nonce, members }
  throw new ScaleboxError({
    code: "not_found",
    message: `${action}: no sandbox of this account belongs to it`,
    hint: "The id of a pool is `pool-` and what stands before the first slash in `pulumi-scalebox-nonce` in the metadata of its sandboxes",
  })
}

async function diff(_id: string, olds: Properties, news: Properties): Promise<dynamic.DiffResult> {
  refuseOtherEndpoint(olds)
  const hidden = hiddenOf(news)
  const { replaces, inPlace } = changesOf(olds, news)
  const forced = inPlace.filter((name) => hidden.replaceOnChanges?.some((key) => key === name || key === "*"))
  const reasons = [...replaces, ...forced]
  refuseReplacingImported(labelOf(hidden), reasons, hidden)
  const changes = reasons.length > 0 || inPlace.length > 0 || (await needsWork(olds, news))
  return { changes, replaces: reasons, deleteBeforeReplace: false }
}

/** Whether there is something to do though no input changed; says what. */
async function needsWork(olds: Properties, news: Properties): Promise<boolean> {
  const { count } = news
  if (typeof count !== "number" || !(count <= poolLimits.max)) return false
  const stored = storedIn(olds)
  const label = labelOf(hiddenOf(news))
  const expired = new Set(await during(`Cannot see whether ${label} has ended`, () => expiredIn(stored)))
  const lasting = stored.filter((sandbox) => !isOver(sandbox) && !expired.has(sandbox))
  const { keep, drop } = standingOf(lasting, count)
  if (keep.length < count || drop.length > 0 || lasting.length < stored.length) {
    console.log(`Of ${label}, ${keep.length} of ${count} sandboxes are left: the others are made again`)
    return true
  }
  return news.waitForRunning === true && keep.some(({ status }) => !settledStatuses.includes(status))
}

async function create(inputs: Properties): Promise<dynamic.CreateResult<Properties>> {
  const pool = poolOf(inputs, "create")
  const action = `Cannot create ${labelOf(pool.hidden)}`
  const now = new Date(session().client.clock.now()).toISOString()
  // Only an import finds any: the nonce of a new pool is as new, and a run that was cut leaves its own behind.
  if (!pool.hidden.import) noteMaking("sandboxPool", pool.hidden)
  const members = pool.hidden.import ? await membersOf(pool.hidden.nonce, action) : []
  const outcome = await reached(members, pool)
  const [first] = outcome.troubles
  if (first && outcome.members.length === 0 && outcome.troubles.every(wasRefused)) {
    throw isScaleboxError(first.error) ? first.error.during(action) : first.error
  }
  return { id: poolId(pool.hidden.nonce), outs: finished(pool, outcome, firstMade(members) ?? now) }
}

/** Whether it is sure that nothing was made. */
const wasRefused = ({ error }: { error?: unknown }) => isScaleboxError(error) && !error.facts.lost

/** The outputs of a pool. Throws an InitFailure, which keeps all living ids in the state, where something is not as wanted. */
function finished(pool: Pool, { members, troubles }: Outcome, createdAt: string): Properties {
  const { declared, hidden } = pool
  if (troubles.length === 0) return outputsOf(declared, hidden, members, { createdAt })
  const timeout = timeoutOf(declared, members)
  const outputs = outputsOf({ ...declared, timeout }, hidden, members, { createdAt })
  throw new InitFailure(poolId(hidden.nonce), outputs, reasonsOf(troubles, labelOf(hidden)))
}

/** Answers no inputs: they would replace the stored ones, the hidden one included. A pool without members is still one. */
async function read(id: string, props: Properties): Promise<dynamic.ReadResult<Properties>> {
  refuseOtherEndpoint(props)
  const action = `Cannot read pool ${id}`
  const hidden = hiddenOf(props)
  if (isInStack(props)) {
    const members = await during(action, () => refreshed(storedIn(props)))
    const declared = { ...props, timeout: timeoutOf(props, members) }
    return { id, props: outputsOf(declared, hidden, members, { createdAt: String(props.createdAt) }) }
  }
  const nonce = nonceIn(id)
  const members = nonce ? await membersOf(nonce, action) : []
  if (members.length === 0) return {}
  const { [hiddenKey]: _, ...given } = props
  const createdAt = firstMade(members) ?? ""
  return { id, props: outputsOf({ ...inputsShownBy(members), ...given }, hidden, members, { createdAt }) }
}

async function update(
  _id: string,
  olds: Properties,
  news: Properties,
): Promise<dynamic.UpdateResult<Properties>> {
  refuseOtherEndpoint(olds)
  const pool = poolOf(news, "update")
  const members = await during(`Cannot update ${labelOf(pool.hidden)}`, () => present(olds, pool))
  return { outs: finished(pool, await reached(members, pool), String(olds.createdAt)) }
}

async function remove(id: string, props: Properties): Promise<void> {
  refuseOtherEndpoint(props)
  if (staysAfterImport(id)) return
  const hidden = hiddenOf(props)
  const label = labelOf(hidden)
  const unknown = await during(`Cannot delete ${label}`, () =>
    strays(props, nonceIn(id) ?? "", deadlineOf(hidden, "delete")),
  )
  const found = unknown.map(({ index, sandbox }) => ({ index, id: sandbox.sandboxId }))
  const troubles = await notDeleted([...storedIn(props), ...found], { hidden: { nonce: "", ...hidden } })
  const [first] = troubles
  if (!first) return
  const message = reasonsOf(troubles, label).join("; ")
  throw isScaleboxError(first.error)
    ? new ScaleboxError({ ...first.error.facts, message, hint: undefined })
    : new Error(message)
}

export const sandboxPoolLifecycle: Lifecycle = {
  secretOutputs,
  check,
  diff,
  create,
  read,
  update,
  delete: remove,
}
