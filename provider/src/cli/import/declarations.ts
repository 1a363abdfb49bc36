import type { SandboxDetails } from "../../contract"
import { readInputs } from "../../faces/plugin/read-inputs"
import { facts } from "../../resources/facts"
import type { Kind } from "../../resources/kinds"
import { logicalName } from "../../resources/names"
import type { Properties } from "../../resources/properties"
import { inputsShownBy as settingsShownBy } from "../../resources/sandbox/from-api"
import { poolId, inputsShownBy as poolShownBy } from "../../resources/sandbox-pool/from-api"
import { idOf } from "../../resources/sandbox-port/id"
import { inputsShownBy as templateShownBy } from "../../resources/sandbox-template/from-api"
import { Names } from "./names"
import type { Selection } from "./selection"

/** A resource that takes something over. */
export interface Declaration {
  kind: Kind
  /** The logical name. */
  name: string
  /** What an import takes. */
  id: string
  /** Inputs that are no secrets, without those that say no more than the default. */
  inputs: Properties
  /** Names of the environment variables, whose values are secret. */
  envVars: string[]
  /** What is mounted; its credentials are secret. */
  mounts: NonNullable<SandboxDetails["objectStorage"]>
  /** The sandbox that it is of: its declaration, or its id if that is not taken over. */
  sandbox?: Declaration | string
}

/** The resources that take a selection over, each before those that refer to it. */
export function declarationsOf({ sandboxes, pools, templates }: Selection): Declaration[] {
  const names = new Names()
  const declarations: Declaration[] = []
  const add = (kind: Kind, wanted: string, id: string, shown: Properties, sandbox?: Declaration | string) => {
    const { inputs } = readInputs(facts[kind], shown)
    const declaration: Declaration = {
      kind,
      name: names.logical(wanted, kind),
      id,
      inputs,
      envVars: Object.keys(Object(shown.envVars)),
      mounts: (shown.objectStorage as Declaration["mounts"] | undefined) ?? [],
      ...(sandbox && { sandbox }),
    }
    declarations.push(declaration)
    return declaration
  }
  for (const { sandbox, isWhole, ports } of sandboxes) {
    const { sandboxId, name = "" } = sandbox
    // Each port is a resource of its own: declared twice, it could not be opened in the next sandbox.
    const { customPorts, ...shown } = settingsShownBy(sandbox)
    const of = isWhole ? add("sandbox", name, sandboxId, shown) : sandboxId
    for (const { port, name: portName, protocol, servicePort } of ports) {
      const inputs = { port, name: portName, protocol, servicePort }
      add("sandboxPort", `${name}-${portName}`, idOf({ sandboxId, port }), inputs, of)
    }
    if (isWhole && sandbox.status === "paused") {
      add("sandboxPowerState", `${name}-power`, sandboxId, { state: "paused" }, of)
    }
  }
  for (const { maker, members } of pools) {
    add("sandboxPool", logicalName(maker.owner), poolId(maker.nonce), poolShownBy(members))
  }
  for (const template of templates) {
    const of = sourceOf(template.baseTemplateId, sandboxes, declarations)
    add("sandboxTemplate", template.name ?? "", template.templateId, templateShownBy(template), of)
  }
  return declarations
}

/** The API does not show of which sandbox a template was created: the next one may be made of any that is like it. */
function sourceOf(
  base: string | null | undefined,
  sandboxes: Selection["sandboxes"],
  declarations: readonly Declaration[],
): Declaration | undefined {
  const like = sandboxes.find(({ sandbox, isWhole }) => isWhole && base && sandbox.templateId === base)
  const ofSandboxes = declarations.filter(({ kind }) => kind === "sandbox")
  return ofSandboxes.find(({ id }) => id === like?.sandbox.sandboxId) ?? ofSandboxes[0]
}
