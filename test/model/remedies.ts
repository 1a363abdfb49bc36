import type { Stack } from "./stack"

/** What an error says to do. */
interface Remedy {
  says: RegExp
  /** Whether the next run has to look first. */
  refresh?: boolean
  act?: (stack: Stack, error: string) => unknown
}

const resumeAll = ({ world }: Stack) => {
  for (const { sandboxId, status } of world.living()) {
    if (status === "paused") world.own.change(sandboxId, { status: "running" })
  }
}

const believe = (stack: Stack) => {
  stack.believeMissing = true
}

/** Somebody who sees a hint does it once, and then runs `pulumi up`. The first that fits. */
const remedies: readonly Remedy[] = [
  {
    says: /[Rr]emove the import option/,
    act: ({ program }) => program.dropImports(),
  },
  // What the engine says of what is protected.
  { says: /marked for protection/, act: (stack) => stack.unprotect() },
  // What the engine says of an import of its own.
  {
    says: /^\S+: (resource '.*' does not exist|inputs to import do not match)/,
    act: ({ program }) => program.dropImports(),
  },
  {
    says: /declare what it has/,
    act: ({ program }) => {
      for (const [name, variant] of [
        ["web", 6],
        ["api", 6],
        ["image", 0],
      ] as const) {
        if (program.declared.get(name)?.imports) program.change(name, { variant })
      }
    },
  },
  // With the right key, who knows that a thing is gone may say so. The thing must not live: another rule sees to that.
  { says: /`pulumi up --refresh`.*SCALEBOX_BELIEVE_MISSING=true/, refresh: true, act: believe },
  { says: /SCALEBOX_BELIEVE_MISSING=true/, act: believe },
  { says: /`pulumi up --refresh`/, refresh: true },
  { says: /resume (it|the sandbox)/i, refresh: true, act: resumeAll },
  { says: /take a port that is already open over/, refresh: true, act: (stack) => stack.takePortOver() },
  { says: /Choose another name, or delete that template/, act: (stack) => stack.deleteOtherTemplates() },
  { says: /pulumi-scalebox recover/, act: (stack) => stack.deleteLeftovers() },
  {
    says: /[Rr]un the command again|`pulumi up`|the next run (tries|goes)|Use the key of the account that created it/,
  },
]

/**
 * Does what an error says to do. Answers whether the next run is to refresh; undefined if the error says nothing that
 * could be done.
 */
export async function follow(stack: Stack, error: string): Promise<boolean | undefined> {
  const remedy = remedies.find(({ says }) => says.test(error))
  await remedy?.act?.(stack, error)
  return remedy && (remedy.refresh ?? false)
}
