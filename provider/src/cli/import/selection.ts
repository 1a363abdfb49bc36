import { ScaleboxError } from "../../client"
import type { SandboxDetails, TemplateDetails } from "../../contract"
import type { Context } from "../../resources/context"
import { type HeldPool, held, heldTemplates } from "../../resources/holdings"
import { ownerOf } from "../../resources/marks"
import { logicalName } from "../../resources/names"
import { poolId } from "../../resources/sandbox-pool/from-api"
import { idOf } from "../../resources/sandbox-port/id"

/** What to take over: all, what all filters select, or what has one of these ids. */
export interface Wanted {
  all: boolean
  ids: readonly string[]
  status?: string | undefined
  projectId?: string | undefined
  /** Part of the name, in upper or lower case. */
  name?: string | undefined
  /** What the metadata must hold. */
  metadata: Readonly<Record<string, string>>
  /** `project/stack` of the stack whose things are taken over. */
  owner?: string | undefined
}

/** A sandbox that is taken over, and those of its ports that are. */
export interface SelectedSandbox {
  sandbox: SandboxDetails
  /** Whether the sandbox itself is, or its ports alone. */
  isWhole: boolean
  ports: NonNullable<SandboxDetails["customPorts"]>
}

/** What is taken over, and of the rest that was wanted why it is not. */
export interface Selection {
  sandboxes: SelectedSandbox[]
  pools: HeldPool[]
  templates: TemplateDetails[]
  /** `sbx-1 "web": shop/dev/web`. */
  owned: string[]
  /** `sbx-1 "web": failed`. */
  unfit: string[]
}

/** Chooses from all that the account holds. Throws a ScaleboxError for an id that it does not hold. */
export async function selected(context: Context, wanted: Wanted): Promise<Selection> {
  const [{ sandboxes, pools }, templates] = await Promise.all([held(context), heldTemplates(context)])
  const selection: Selection = { sandboxes: [], pools: [], templates: [], owned: [], unfit: [] }
  const left = new Set(wanted.ids)
  const take = (id: string) => left.delete(id)
  for (const sandbox of sandboxes) {
    const { sandboxId, customPorts, name, status } = sandbox
    const all = customPorts ?? []
    const named = all.filter(({ port }) => take(idOf({ sandboxId, port })))
    const isWhole = take(sandboxId) || isMeant(wanted, [sandbox], name)
    const ports = isWhole ? all : named
    const label = `${sandboxId} "${name ?? ""}"`
    const owner = ownerOf(sandbox.metadata)
    if (!isWhole && ports.length === 0) continue
    if (isForeign(owner, wanted)) selection.owned.push(`${label}: ${owner}`)
    else if (status === "failed") selection.unfit.push(`${label}: failed`)
    else selection.sandboxes.push({ sandbox, isWhole, ports })
  }
  for (const pool of pools) {
    const { maker, members } = pool
    const id = poolId(maker.nonce)
    const shown = members.map(({ sandbox }) => sandbox)
    if (!take(id) && !isMeant(wanted, shown, logicalName(maker.owner))) continue
    if (isForeign(maker.owner, wanted)) {
      selection.owned.push(`${id} of ${members.length} sandboxes: ${maker.owner}`)
    } else selection.pools.push(pool)
  }
  for (const template of templates) {
    const { templateId, name, status } = template
    if (!take(templateId) && !isMeant(wanted, [], name)) continue
    if (status === "failed") selection.unfit.push(`${templateId} "${name ?? ""}": failed`)
    else selection.templates.push(template)
  }
  refuseUnknown(left)
  return selection
}

/** A filter that a thing cannot meet leaves it out: templates have neither status nor project nor metadata. */
function isMeant(
  { all, status, projectId, name: part, metadata }: Wanted,
  sandboxes: readonly SandboxDetails[],
  name = "",
): boolean {
  const pairs = Object.entries(metadata)
  const isFiltered = status !== undefined || projectId !== undefined || pairs.length > 0
  if (!all && !isFiltered && part === undefined) return false
  if (part !== undefined && !name.toLowerCase().includes(part.toLowerCase())) return false
  if (!isFiltered) return true
  return sandboxes.some(
    (sandbox) =>
      (status === undefined || sandbox.status === status) &&
      (projectId === undefined || sandbox.projectId === projectId) &&
      pairs.every(([key, value]) => sandbox.metadata?.[key] === value),
  )
}

/** Whether another stack has created it, and so may manage it. @param owner `project/stack/name`. */
const isForeign = (owner: string | undefined, { owner: own }: Wanted): boolean =>
  owner !== undefined && (own === undefined || !owner.startsWith(`${own}/`))

function refuseUnknown(ids: ReadonlySet<string>): void {
  if (ids.size === 0) return
  throw new ScaleboxError({
    code: "not_found",
    message: `The account holds nothing with the id ${[...ids].join(", ")}`,
    hint:
      "Ids are such as sbx-abc123 of a sandbox, sbx-abc123/8080 of a custom port, pool-… of a pool, or that of a template " +
      "of the account; check also that the API key is that of the account that has it",
  })
}
