import { writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import type { Log } from "../../resources/log"
import { chosen, type Leftover, leftoversOf } from "./leftovers"
import { lookFor } from "./look"
import { holdBack, type Plan, planOf } from "./plan"
import { StackProviders } from "./providers"
import { PulumiCli } from "./pulumi"
import { reportOf } from "./report"
import { ownerPrefixIn, parseState, type StackState } from "./state"

export interface RecoverOptions {
  /** Folder of the Pulumi project. */
  folder: string
  /** Default: the stack that is selected in the project. */
  stack?: string | undefined
  dryRun: boolean
  /** Ids of sandboxes of this stack to delete that the state does not know. */
  delete: readonly string[]
  /** Whether pending operations of other providers may be dropped. */
  clearOthers: boolean
  /** Folder for the state as it was before; default: that of the project. */
  backupFolder?: string | undefined
}

export interface Terminal {
  print(line: string): void
  /** Whether to go on; undefined if nobody can be asked. */
  confirm(question: string): Promise<boolean | undefined>
}

/** Makes the state of a stack agree again with what runs that were cut have created. False if something is left to do. */
export async function recover(options: RecoverOptions, terminal: Terminal): Promise<boolean> {
  const pulumi = new PulumiCli(options.folder, options.stack)
  const [before, configuration] = await Promise.all([pulumi.exportState(), pulumi.configuration()])
  const state = parseState(before)
  const providers = new StackProviders(state.deployment, configuration, logOn(terminal))
  const plan = planOf(state.deployment, await lookFor(state.deployment, providers))
  const ownerPrefix = ownerPrefixIn(state.deployment) ?? (await pulumi.ownerPrefix())
  const leftovers = await leftoversOf(plan.deployment, ownerPrefix, providers.all())
  const deletions = chosen(options.delete, leftovers.found, plan.deployment, ownerPrefix)
  for (const line of reportOf(plan, leftovers, deletions)) terminal.print(line)

  const isPending = plan.steps.length + plan.others.length > 0
  const obstacle = isPending ? holdBack(plan, options.clearOthers) : undefined
  if (obstacle) terminal.print(`The state stays as it is: ${obstacle}`)
  const changesState = isPending && !obstacle
  if (!changesState && deletions.length === 0) return !obstacle
  if (options.dryRun) {
    terminal.print("Nothing was changed, as this is a dry run")
    return false
  }
  const agreed = await terminal.confirm("Do this?")
  if (!agreed) {
    terminal.print(`Nothing was changed${agreed === undefined ? ": confirm with --yes" : ""}`)
    return agreed === false
  }
  if (changesState) {
    await putBack(pulumi, before, { ...state, deployment: plan.deployment }, options, terminal)
    terminal.print(`The state is changed. Now run \`pulumi up\` or \`pulumi destroy\`${nextOf(plan)}`)
  }
  await deleteAll(deletions, terminal)
  return !obstacle
}

/** Pulumi has no other word for an old half that only has to be deleted. */
const nextOf = ({ steps }: Plan): string =>
  steps.some(({ action }) => action === "delete") ? "; `up` shows as replaced what it only deletes" : ""

const logOn = ({ print }: Terminal): Log => ({
  info: print,
  warn: (message) => print(`Warning: ${message}`),
  status: () => {},
})

async function putBack(
  pulumi: PulumiCli,
  before: string,
  after: StackState,
  options: RecoverOptions,
  terminal: Terminal,
): Promise<void> {
  if ((await pulumi.exportState()) !== before) {
    throw new Error("Cannot change the state: another command has changed it meanwhile; run this again")
  }
  const time = new Date().toISOString().replace(/[:.]/g, "-")
  const backup = join(resolve(options.backupFolder ?? options.folder), `state-before-recover-${time}.json`)
  await writeFile(backup, before, { mode: 0o600, flag: "wx" })
  terminal.print(`The state as it was is kept in ${backup}`)
  await pulumi.importState(JSON.stringify(after))
}

async function deleteAll(deletions: readonly Leftover[], terminal: Terminal): Promise<void> {
  for (const { sandbox, inventory } of deletions) {
    await inventory.session.client.deleteSandbox(sandbox.sandboxId)
    terminal.print(`${sandbox.sandboxId} is being deleted`)
  }
}
