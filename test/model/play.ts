import type { Emulator } from "../../emulator/src"
import type { Action } from "./actions"
import type { FaceName } from "./faces"
import { happen } from "./happenings"
import { end, hasEnded, oneForEach, settle } from "./rules"
import type { SlotName } from "./slots"
import { Broken, Stack } from "./stack"
import { entriesIn, providerNameIn } from "./state"
import type { Outcome } from "./steps"
import { fastClock } from "./time"
import { World } from "./world"

/** Plays a sequence on two new accounts, and throws if a rule is broken. */
export async function play(emulator: Emulator, face: FaceName, actions: readonly Action[]): Promise<void> {
  const stack = new Stack(new World(emulator, face))
  let done: unknown
  try {
    for (const action of actions) {
      done = action
      await act(stack, action)
    }
    done = "the end"
    await settle(stack, { refresh: true })
    await oneForEach(stack)
    await end(stack)
  } catch (error) {
    if (!(error instanceof Broken)) throw error
    throw new Broken(`At ${JSON.stringify(done)}, through the ${face} face: ${error.message}`)
  }
}

async function act(stack: Stack, action: Action): Promise<void> {
  const { program, world } = stack
  switch (action.do) {
    case "declare":
      return program.declare(action.what)
    case "remove":
      return program.remove(program.pick(action.what))
    case "change":
      return program.change(program.pick(action.what), { variant: action.to })
    case "rename": {
      const what = program.pick(action.what)
      return program.change(what, { renamed: (program.declared.get(what)?.renamed ?? 0) + 1 })
    }
    case "protect":
    case "deleteFirst":
      return program.toggle(program.pick(action.what), action.do)
    case "move":
      return moveTo(stack, program.pick(action.what), action.to)
    case "up":
    case "upRefresh": {
      const refresh = action.do === "upRefresh"
      await quietly(stack, () => stack.up({ refresh }))
      await settle(stack, { refresh })
      if (!refresh) return
      await oneForEach(stack)
      stack.isQuiet = true
      return
    }
    case "preview":
      return quietly(stack, () => stack.preview())
  }
  stack.isQuiet = false
  switch (action.do) {
    case "import":
      return importByHand(stack, action.what)
    case "die":
      stack.death = { request: action.request, at: action.at }
      return
    case "refresh":
      await stack.refresh()
      return
    case "destroy":
      await stack.destroy()
      return end(stack)
    case "replace":
      await stack.up({ replace: [program.urn(program.pick(action.what))] })
      return settle(stack)
    case "wrongKey":
      return withWrongKey(stack, action.command)
    default:
      if (!(await happen(world, action))) throw new Error(`Nobody plays ${JSON.stringify(action)}`)
  }
}

/** In the time of the model, in milliseconds, so that nothing was given up as it took too long. */
const quickMs = 20_000

/** If nothing has happened in the world, a command that the engine does not refuse has no errors. */
async function quietly(stack: Stack, run: () => Promise<Outcome>): Promise<void> {
  const { isQuiet } = stack
  const began = fastClock.now()
  const { errors } = await run()
  const unexpected = errors.filter((error) => !/marked for protection/.test(error))
  if (!isQuiet || unexpected.length === 0 || fastClock.now() - began > quickMs) return
  const isExplained = (await hasEnded(stack)) || (await stack.strangeTemplates()).length > 0
  if (!isExplained) throw new Broken(`An error without a cause: ${unexpected.join()}`)
}

/** What goes from one provider to another together. */
const groups = [["web", "port", "image", "copy"], ["api", "power", "project"], ["pool"]] as const

function moveTo({ program }: Stack, what: SlotName, provider: string): void {
  const group = groups.find((names) => (names as readonly SlotName[]).includes(what)) ?? []
  const isImported = group.some((name) => program.declared.get(name)?.imports)
  if (!isImported) for (const name of group) program.change(name, { provider })
}

/** Somebody has created a sandbox or template, and the program takes it over. */
async function importByHand({ program, state, world }: Stack, what: "web" | "api" | "image"): Promise<void> {
  if (program.declared.has(what)) return
  const web = entriesIn(state).find(({ urn }) => urn === program.urn("web"))
  const id = what === "image" ? web && (await world.makeTemplateByHand(web.id)) : await world.makeByHand()
  if (!id) return
  program.declare(what)
  program.change(what, { imports: id })
}

/** A command with the key of another account is refused, or touches nothing. */
async function withWrongKey(
  stack: Stack,
  command: "up" | "upRefresh" | "refresh" | "destroy",
): Promise<void> {
  const entries = entriesIn(stack.state).filter((entry) => !entry.pendingReplacement)
  const places = new Set(entries.map((entry) => `${entry.urn.split("::").at(-1)} ${providerNameIn(entry)}`))
  const isNew = stack.program.declarations().some(({ name, provider }) => !places.has(`${name} ${provider}`))
  // What is not in the state yet, or moves, would be created in the other account, and rightly so.
  if (isNew && (command === "up" || command === "upRefresh")) return
  const own = entries.filter((entry) => providerNameIn(entry) === "default")
  const living = await Promise.all(own.map((entry) => stack.world.lives(entry)))
  const options = { key: "foreign", refresh: command === "upRefresh" } as const
  if (command === "refresh") await stack.refresh(options)
  else if (command === "destroy") await stack.destroy(options)
  else await stack.up(options)
  for (const [index, entry] of own.entries()) {
    if (!living[index]) continue
    if (!(await stack.world.lives(entry))) throw new Broken(`The wrong key has ended ${entry.id}`)
    // The engine forgets what ends with a sandbox also if deleting that is refused.
    const isBound = entry.deletedWith !== undefined
    const isKept = stack.state.resources.some((other) => other.urn === entry.urn && other.id === entry.id)
    if (!isKept && !isBound) throw new Broken(`With the wrong key, the state loses ${entry.urn}`)
  }
  const rightly = stack.managed((entry) => providerNameIn(entry) === "other")
  const made = stack.world.living(stack.world.foreign).filter(({ sandboxId }) => !rightly.includes(sandboxId))
  if (made.length > 0) {
    throw new Broken(`With the wrong key, ${made.length} sandboxes were created in the other account`)
  }
  // Before the program changes, what the engine has forgotten is to come back.
  if (command === "destroy") await settle(stack)
}
