import type { Facts } from "../../resources/facts"
import type { Properties } from "../../resources/properties"
import { both, carried, isMarked, type Marks, markUnder, type Received } from "./marks"

/**
 * Which parts of checked inputs are secret: those that came so, and those that always are.
 *
 * @param olds Of which the check takes what the program does not say, such as a name.
 */
export function markedInputs(facts: Facts, inputs: Properties, news: Received, olds: Received): Marks {
  const taken = Object.fromEntries(
    Object.entries(inputs).filter(([name]) => !Object.hasOwn(news.value, name)),
  )
  return both(both(carried(inputs, news), carried(taken, olds)), alwaysSecret(facts, inputs))
}

/** The parts of inputs that are secret whoever wrote them. */
function alwaysSecret({ secretInputs }: Facts, inputs: Properties): Marks {
  const rows = Object.entries(secretInputs).map(([name, keys]): [string, Marks] => {
    if (inputs[name] === undefined) return [name, undefined]
    return [name, keys === "whole" ? true : keysOf(inputs[name], keys)]
  })
  return Object.fromEntries(rows)
}

function keysOf(value: unknown, keys: readonly string[]): Marks {
  if (Array.isArray(value)) {
    return Object.fromEntries(value.map((item, index) => [String(index), keysOf(item, keys)]))
  }
  // What is not known yet may turn out to hold them.
  if (value === null || typeof value !== "object") return true
  return Object.fromEntries(keys.filter((key) => Object.hasOwn(value, key)).map((key) => [key, true]))
}

/**
 * Which parts of outputs are secret: those of the same names as secret inputs, those that show a secret input again, and
 * those that always are.
 *
 * @param sources The inputs, and what the state had if that was read again.
 */
export function markedOutputs(facts: Facts, outputs: Properties, ...sources: Received[]): Marks {
  const echoed = Object.entries(facts.echoes).filter(([, names]) =>
    names.some((name) => sources.some(({ marks }) => isMarked(markUnder(marks, name)))),
  )
  const whole = [...echoed.map(([output]) => output), ...facts.secretOutputs]
  const fixed: Marks = Object.fromEntries(whole.map((name) => [name, true]))
  return sources
    .map((source) => carried(outputs, source))
    .reduce(both, both(fixed, alwaysSecret(facts, outputs)))
}
