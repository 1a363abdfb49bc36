import { isScaleboxError } from "../../client"
import { hasEnded, type SandboxDetails, type TemplateDetails } from "../../contract"
import { hiddenOf } from "../../resources/hidden"
import { type Kind, typeOf } from "../../resources/kinds"
import type { Properties } from "../../resources/process/lifecycle"
import { outputsOf as sandboxOutputs } from "../../resources/sandbox/from-api"
import { hasNonce, memberIndex } from "../../resources/sandbox/metadata"
import { secretOutputs as sandboxSecrets } from "../../resources/sandbox/outputs"
import { firstMade, poolId, outputsOf as poolOutputs } from "../../resources/sandbox-pool/from-api"
import { secretOutputs as poolSecrets } from "../../resources/sandbox-pool/outputs"
import { outputsOf as portOutputs } from "../../resources/sandbox-port/from-api"
import { inputsShownBy, outputsOf as templateOutputs } from "../../resources/sandbox-template/from-api"
import type { Inventory } from "./inventory"
import { sandboxIdsOf } from "./owned"
import { isSecret, type ResourceState } from "./state"

/** What a create that was cut has made. */
export interface Thing {
  id: string
  outputs: Properties
  /** Names of outputs that are always secret. */
  secretOutputs?: readonly string[]
}

/** What was made, as far as that can be told. */
export type Search = { things: Thing[]; note?: string } | { unclear: string } | { harmless: string }

/** Looks for what a create with these inputs has made; secrets in the inputs are encrypted. */
type Seek = (inventory: Inventory, inputs: Properties, endpoint: string) => Promise<Search>

const setsAgain: Seek = async () => ({ harmless: "the next run sets it, if it is not set yet" })

const seekerOf: Record<Kind, Seek> = {
  sandbox: seekSandboxes,
  sandboxPool: seekPool,
  sandboxPort: seekPort,
  sandboxPowerState: setsAgain,
  sandboxProjectAssignment: setsAgain,
  sandboxTemplate: seekTemplate,
}

/** Whether what an entry of the state stands for is no longer there. */
type IsGone = (inventory: Inventory, entry: ResourceState) => Promise<boolean>

/** Kinds whose delete ends something; without a row the next run deletes it again, which does no harm. */
const goneOf: Partial<Record<Kind, IsGone>> = {
  sandbox: areSandboxesGone,
  sandboxPool: areSandboxesGone,
  sandboxPort: isPortGone,
  sandboxTemplate: isTemplateGone,
}

/** How to see whether a delete did its work, by the type of the resource. */
export const deletions: ReadonlyMap<string, IsGone> = new Map(
  Object.entries(goneOf).map(([kind, isGone]) => [typeOf(kind as Kind), isGone]),
)

/** How to find what a create has made, by the type of the resource; other types are none of ours. */
export const seekers: ReadonlyMap<string, Seek> = new Map(
  Object.entries(seekerOf).map(([kind, seek]) => [typeOf(kind as Kind), seek]),
)

/** Several, where a request whose answer was lost was finished after it had been sent again. */
async function seekSandboxes(inventory: Inventory, inputs: Properties, endpoint: string): Promise<Search> {
  const hidden = hiddenOf(inputs)
  const { nonce } = hidden
  if (!nonce) return { unclear: "it carries nothing to find its sandbox by" }
  const living = await livingWith(inventory, (metadata) => hasNonce(metadata, nonce))
  return {
    things: living.map((sandbox) => ({
      id: sandbox.sandboxId,
      outputs: sandboxOutputs(inputs, hidden, sandbox, endpoint),
      secretOutputs: sandboxSecrets,
    })),
  }
}

/** All members that a create which was cut has made, as one pool; the next update makes the others. */
async function seekPool(inventory: Inventory, inputs: Properties, endpoint: string): Promise<Search> {
  const hidden = hiddenOf(inputs)
  const { nonce } = hidden
  if (!nonce) return { unclear: "it carries nothing to find its sandboxes by" }
  const living = await livingWith(inventory, (metadata) => memberIndex(metadata, nonce) !== undefined)
  const members = living.map((sandbox) => ({ index: memberIndex(sandbox.metadata, nonce) ?? 0, sandbox }))
  const createdAt = firstMade(members)
  if (createdAt === undefined) return { things: [] }
  return {
    things: [
      {
        id: poolId(nonce),
        outputs: poolOutputs(inputs, hidden, members, { createdAt, endpoint }),
        secretOutputs: poolSecrets,
      },
    ],
  }
}

async function livingWith(
  inventory: Inventory,
  isMarked: (metadata: SandboxDetails["metadata"]) => boolean,
): Promise<SandboxDetails[]> {
  const marked = [...(await inventory.all()).values()].filter(({ metadata }) => isMarked(metadata))
  // A listing may leave out what it shows of a single sandbox.
  const looks = await Promise.all(marked.map(({ sandboxId }) => inventory.look(sandboxId)))
  return looks.filter((sandbox) => sandbox !== undefined).filter((sandbox) => !hasEnded(sandbox))
}

async function seekPort(inventory: Inventory, inputs: Properties, endpoint: string): Promise<Search> {
  const { sandboxId, port, name } = inputs
  if (typeof sandboxId !== "string" || isSecret(port) || isSecret(name)) return { unclear: secretInputs }
  const sandbox = await inventory.look(sandboxId)
  if (!sandbox || hasEnded(sandbox)) return { things: [] }
  const ports = sandbox.customPorts ?? (await inventory.client.listPorts(sandboxId)).customPorts
  const found = ports.find((candidate) => candidate.port === port && candidate.name === name)
  if (!found) return { things: [] }
  const outputs = portOutputs(inputs, hiddenOf(inputs), found, sandbox.sandboxDomain, endpoint)
  return { things: [{ id: `${sandboxId}/${found.port}`, outputs }] }
}

async function areSandboxesGone(inventory: Inventory, entry: ResourceState): Promise<boolean> {
  const looks = await Promise.all(sandboxIdsOf(entry).map((id) => inventory.look(id)))
  return looks.every((sandbox) => !sandbox || hasEnded(sandbox))
}

async function isPortGone(inventory: Inventory, { id = "" }: ResourceState): Promise<boolean> {
  const [sandboxId = "", port] = id.split("/")
  const sandbox = await inventory.look(sandboxId)
  if (!sandbox || hasEnded(sandbox)) return true
  const ports = sandbox.customPorts ?? (await inventory.client.listPorts(sandboxId)).customPorts
  return !ports.some((candidate) => String(candidate.port) === port)
}

async function isTemplateGone({ client }: Inventory, { id = "" }: ResourceState): Promise<boolean> {
  try {
    await client.getTemplate(id)
    return false
  } catch (error) {
    if (isScaleboxError(error, "not_found")) return true
    throw error
  }
}

const secretInputs = "what it was to make is secret in the state"

/** Templates carry no mark of ours: one of this name must also be as declared, and no older than its sandbox. */
async function seekTemplate(inventory: Inventory, inputs: Properties, endpoint: string): Promise<Search> {
  const { name, sandboxId } = inputs
  if (typeof name !== "string" || typeof sandboxId !== "string") return { unclear: secretInputs }
  const { templates } = await inventory.client.listTemplates({ name })
  const found = templates.find((template) => template.name === name)
  if (!found) return { things: [] }
  const sandbox = await inventory.look(sandboxId)
  if (!sandbox || !couldComeFrom(found, inputs, sandbox)) {
    return { things: [], note: `the template "${name}" that exists (${found.templateId}) is another one` }
  }
  const outputs = templateOutputs(inputs, hiddenOf(inputs), found, endpoint)
  return { things: [{ id: found.templateId, outputs }] }
}

function couldComeFrom(template: TemplateDetails, inputs: Properties, sandbox: SandboxDetails): boolean {
  const shown = Object.entries(inputsShownBy(template))
  return (
    shown.every(([name, value]) => value === undefined || agrees(inputs[name], value)) &&
    template.baseTemplateId === sandbox.templateId &&
    Date.parse(template.createdAt ?? "") >= Date.parse(sandbox.createdAt ?? "")
  )
}

/** What is not declared, or cannot be read, contradicts nothing. */
const agrees = (declared: unknown, shown: unknown) =>
  declared === undefined || isSecret(declared) || declared === shown
