import type { JournalEntry } from "../../emulator/src"

/** The largest number of requests that were under way together. */
export function mostAtOnce(requests: JournalEntry[]): number {
  const changes = requests.flatMap(({ at, ms }) => [
    { at, by: 1 },
    { at: at + (ms ?? 0), by: -1 },
  ])
  let open = 0
  return changes
    .sort((a, b) => a.at - b.at || a.by - b.by)
    .reduce((most, { by }) => {
      open += by
      return Math.max(most, open)
    }, 0)
}
