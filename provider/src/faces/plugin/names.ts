import { CheckRequest } from "@pulumi/pulumi/proto/provider_pb"
import type { Facts } from "../../resources/facts"
import { isNew, type Properties } from "../../resources/properties"

const { Mode } = CheckRequest.AutonamingOptions

/** The inputs with the name that `pulumi:autonaming` gives what has none; a reason if it must have one. */
export function named(
  { nameInput }: Pick<Facts, "nameInput">,
  request: CheckRequest,
  olds: Properties,
  news: Properties,
): { inputs: Properties; failure?: string } {
  const autonaming = request.getAutonaming()
  if (!autonaming || !nameInput || !isNew(olds) || news[nameInput.name]) return { inputs: news }
  const { name, longest } = nameInput
  if (autonaming.getMode() === Mode.DISABLE) {
    return { inputs: news, failure: `${name}: must be given, as pulumi:autonaming is disabled` }
  }
  const proposed = autonaming.getProposedName()
  const isBinding = autonaming.getMode() === Mode.ENFORCE
  return { inputs: { ...news, [name]: isBinding ? proposed : [...proposed].slice(0, longest).join("") } }
}
