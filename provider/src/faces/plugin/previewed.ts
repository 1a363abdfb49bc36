import { ScaleboxError } from "../../client"
import { differing } from "../../resources/canonical"
import type { Facts } from "../../resources/facts"
import { type Properties, unknown } from "../../resources/properties"
import { isShorter } from "../../resources/sandbox/changes"

/** Outputs that nothing but a replacement changes. */
const lasting = ["endpoint", "createdAt"]

/**
 * What an update in place will leave behind, as far as that can be told: what it may change is unknown.
 *
 * @param compared What the new inputs are compared with; it differs from the outputs of something imported.
 */
export function previewed(
  facts: Facts,
  { olds, compared, news }: { olds: Properties; compared: Properties; news: Properties },
): Properties {
  const changed = differing(facts.inputs, compared, news)
  const unstable = new Set(
    changed.length > 0
      ? changed.flatMap((name) => facts.unstable[facts.effects[name] ?? "replace"] ?? [])
      : facts.outputs.filter((name) => !lasting.includes(name)),
  )
  const outputs = facts.outputs.map((name) => [name, unstable.has(name) ? unknown : olds[name]])
  const inputs = facts.inputs.map((name) => [name, news[name]])
  return Object.fromEntries([...outputs, ...inputs])
}

/** `pulumi do` updates whatever diff has said. Throws a ScaleboxError for a change that only a new resource can have. */
export function refuseReplacement(facts: Facts, label: string, olds: Properties, news: Properties): void {
  const changed = differing(facts.inputs, olds, news).filter(
    (name) =>
      facts.effects[name] === "replace" || (facts.effects[name] === "extend" && isShorter(olds, news)),
  )
  if (changed.length === 0) return
  throw new ScaleboxError({
    code: "invalid",
    message: `${label} cannot be given another ${changed.join(", ")}: only a new one can have that`,
    hint: "Delete it and create another, or declare it in a program: `pulumi up` replaces it there",
  })
}
