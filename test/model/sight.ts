import type { Stack } from "./stack"
import { entriesIn, kindIn, providerNameIn } from "./state"
import type { Outcome } from "./steps"
import type { Circumstances, Template, World } from "./world"

/** Whether a program may have opened a port; what others open, and what sandboxes are declared with, has higher numbers. */
export const isOfProgram = ({ port }: { port: number }) => port < 9000

/** What a command meets. */
export interface Sight {
  /** Ids of sandboxes that are paused. */
  paused: string[]
  /** Ids of sandboxes that have ports of a program. */
  open: string[]
  /** The templates; undefined if something is scripted to go wrong, as a look would end that. */
  templates: Template[] | undefined
}

export async function sightOf(world: World): Promise<Sight> {
  const living = [...world.living(), ...world.living(world.foreign)]
  return {
    paused: living.filter(({ status }) => status === "paused").map(({ sandboxId }) => sandboxId),
    open: living.filter(({ customPorts }) => customPorts.some(isOfProgram)).map(({ sandboxId }) => sandboxId),
    templates: world.isCalm ? await world.allTemplates() : undefined,
  }
}

/** What a command has done that no command may; undefined if nothing. */
export async function harmOf(
  stack: Stack,
  before: Sight,
  { errors }: Outcome,
  key: Circumstances["key"] = "own",
): Promise<string | undefined> {
  const { program, state, world } = stack
  const said = (pattern: RegExp) => errors.some((error) => pattern.test(error))
  const settings = entriesIn(state).filter((entry) => kindIn(entry) === "sandboxPowerState")
  const powered = settings.map(({ id }) => id)
  const woken = before.paused.find((id) => world.find(id)?.status === "running" && !powered.includes(id))
  if (woken && errors.length === 0) return `${woken} was paused, and runs`
  if (key === "own" && !usesOther(stack) && said(/belongs to another account than that of the API key/)) {
    return `The key of the account is refused: ${errors.join()}`
  }
  const taken = errors.map((error) => /option import: "(.+)\//.exec(error)?.[1])
  const own = taken.find((id) => id !== undefined && !before.open.includes(id))
  if (own) return `A port of ${own} is in the way that this run has opened: ${errors.join()}`
  if (said(/has a template of this name/) && program.declared.get("image")?.imports) {
    return `A template is in the way that the program imports: ${errors.join()}`
  }
  if (!before.templates) return undefined
  if (said(/has a template of this name/) && before.templates.length === 0) {
    return `A template is in the way that this run has created: ${errors.join()}`
  }
  if (said(/^image/) && before.templates.length > (await world.allTemplates()).length) {
    return `A template is gone, and another could not be created: ${errors.join()}`
  }
  return undefined
}

/** Whether something is, or is to be, in the other account. */
const usesOther = ({ program, state }: Stack): boolean =>
  [...program.declared.values()].some(({ provider }) => provider === "other") ||
  entriesIn(state).some((entry) => providerNameIn(entry) === "other")
