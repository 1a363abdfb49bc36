/** What went wrong with one member of a pool. */
export interface MemberTrouble {
  /** What it is called: the pool's logical name and its index. */
  name: string
  /** Undefined if none was created, as far as is known. */
  id?: string | undefined
  /** Continues the name: `failed: disk full`. */
  why: string
  /** What became of it and what happens next, in a sentence without a full stop. */
  next: string
  /** What a call for it ended in. */
  error?: unknown
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Of a pool of thousands, all of which failed, nobody reads every name. */
const namedAtMost = 10

const nameOf = ({ name, id }: MemberTrouble) => (id ? `${name} (${id})` : name)

/** What is said of each request alone: its id, the tries that it took. */
const particulars = / \((request|given up)[^)]*\)/g

const byName = (one: MemberTrouble, other: MemberTrouble) =>
  one.name.localeCompare(other.name, "en", { numeric: true })

/** One reason for each way in which members went wrong, with the members that did so in the order of their names. */
export function reasonsOf(troubles: readonly MemberTrouble[], label: string): string[] {
  const groups = new Map<string, MemberTrouble[]>()
  for (const trouble of [...troubles].sort(byName)) {
    const { id, why, next } = trouble
    const general = (id ? why.replaceAll(id, "") : why).replace(particulars, "")
    const key = JSON.stringify([general, next])
    const group = groups.get(key)
    if (group) group.push(trouble)
    else groups.set(key, [trouble])
  }
  return [...groups.values()].map((group) => reasonOf(group, label))
}

function reasonOf(group: readonly MemberTrouble[], label: string): string {
  const names = group.slice(0, namedAtMost).map(nameOf)
  const [{ why, next }] = group as [MemberTrouble]
  if (group.length === 1) return `Sandbox ${names.join()} of ${label} ${why}. ${next}`
  const unnamed = group.length - names.length
  const last = unnamed > 0 ? `${unnamed} more` : names.pop()
  return `Sandboxes ${names.join(", ")} and ${last} of ${label} each ${why}. ${next}`
}
