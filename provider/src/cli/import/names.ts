/** Words that a program cannot use for a variable, and those that it uses already. */
const reserved = new Set(
  (
    "await break case catch class const continue debugger default delete do else enum export extends false finally for " +
    "function if implements import in instanceof interface let new null package private protected public return static " +
    "super switch this throw true try typeof undefined var void while with yield config pulumi scalebox"
  ).split(" "),
)

/** Gives names that are valid, each once. */
export class Names {
  private readonly taken = new Set<string>()
  private readonly variables = new Set<string>(reserved)

  /** A logical name: letters, digits, hyphens and underscores. @param wanted What it is like. @param otherwise If that has none of these. */
  logical(wanted: string, otherwise: string): string {
    const valid = wanted
      .normalize("NFKD")
      .replace(/\p{Mark}/gu, "")
      .replace(/[^\w-]+/g, "-")
      .replace(/^-+|-+$/g, "")
    return unused(valid || otherwise, "-", this.taken)
  }

  /** A name for a variable: `web-1` becomes `web1`. */
  variable(logical: string): string {
    const words = logical.split(/[^A-Za-z0-9]+/).filter(Boolean)
    const camel = words.map((word, at) => (at === 0 ? lower(word) : upper(word))).join("")
    return unused(/^[A-Za-z]/.test(camel) ? camel : `_${camel}`, "", this.variables)
  }
}

const lower = (word: string) => word.charAt(0).toLowerCase() + word.slice(1)
const upper = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

/** The name, with a number from 2 on if it is taken; takes it. */
function unused(name: string, hyphen: string, taken: Set<string>): string {
  let candidate = name
  for (let number = 2; taken.has(candidate); number += 1) candidate = `${name}${hyphen}${number}`
  taken.add(candidate)
  return candidate
}
