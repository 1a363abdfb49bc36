import { hiddenOf } from "../hidden"
import type { Lifecycle, Properties } from "./lifecycle"
import { refuseOtherEndpoint } from "./session"

/** Diff of a resource whose inputs are plain values, each of which replaces it or is changed in place. */
export function inPlaceDiff(effects: Record<string, "replace" | "update">): Lifecycle["diff"] {
  return async (_id: string, olds: Properties, news: Properties) => {
    refuseOtherEndpoint(olds)
    const { replaceOnChanges = [] } = hiddenOf(news)
    const changed = Object.keys(effects).filter((name) => olds[name] !== news[name])
    const replaces = changed.filter(
      (name) => effects[name] === "replace" || replaceOnChanges.some((key) => key === name || key === "*"),
    )
    return { changes: changed.length > 0, replaces }
  }
}
