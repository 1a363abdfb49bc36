import type { Emulator } from "../../emulator/src"
import type { Action } from "./actions"
import type { FaceName } from "./faces"
import { happen } from "./happenings"
import type { SlotName } from "./program"
import { end, oneForEach, settle } from "./rules"
import { Broken, Stack } from "./stack"
import { entriesIn, providerNameIn } from "./state"
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
      return program.remove(action.what)
    case "change":
      return program.change(action.what, { variant: action.to })
    case "rename": {
      const declared = program.declared.get(action.what)
      return program.change(action.what, { renamed: (declared?.renamed ?? 0) + 1 })
    }
    case "move":
      return moveTo(stack, action.what, action.to)
    case "import":
      return importByHand(stack, action.what)
    case "die":
      stack.death = { request: action.request, after: action.after }
      return
    case "up":
    case "upRefresh": {
      const refresh = action.do === "upRefresh"
      await stack.up({ refresh })
      await settle(stack, { refresh })
      if (refresh) await oneForEach(stack)
      return
    }
    case "refresh":
      await stack.refresh()
      return
    case "destroy":
      await stack.destroy()
      return end(stack)
    case "replace":
      await stack.up({ replace: [program.urn(action.what)] })
      return settle(stack)
    case "wrongKey":
      return withWrongKey(stack, action.command)
    default:
      if (!(await happen(world, action))) throw new Error(`Nobody plays ${JSON.stringify(action)}`)
  }
}

/** What goes from one provider to another together. */
const groups = [["web", "port", "image", "copy"], ["api", "power", "project"], ["pool"]] as const

function moveTo({ program }: Stack, what: SlotName, provider: string): void {
  const group = groups.find((names) => (names as readonly SlotName[]).includes(what)) ?? []
  const isImported = group.some((name) => program.declared.get(name)?.imports)
  if (!isImported) for (const name of group) program.change(name, { provider })
}

/** Somebody has created a sandbox, and the program takes it over. */
async function importByHand({ program, world }: Stack, what: "web" | "api"): Promise<void> {
  if (program.declared.has(what)) return
  const id = await world.makeByHand()
  program.declare(what)
  program.change(what, { imports: id })
}

/** A command with the key of another account is refused, or touches nothing. */
async function withWrongKey(
  stack: Stack,
  command: "up" | "upRefresh" | "refresh" | "destroy",
): Promise<void> {
  const names = (list: { name: string }[]) => list.map(({ name }) => name).sort()
  const entries = entriesIn(stack.state).filter((entry) => !entry.pendingReplacement)
  const managed = entries.map(({ urn }) => ({ name: urn.split("::").at(-1) ?? "" }))
  // What is not in the state yet would be created in the other account, and rightly so.
  if (names(managed).join() !== names(stack.program.declarations()).join()) return
  const own = entries.filter((entry) => providerNameIn(entry) === "default")
  const living = await Promise.all(own.map((entry) => stack.world.lives(entry)))
  const foreign = stack.world.living(stack.world.foreign).length
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
  const made = stack.world.living(stack.world.foreign).length - foreign
  if (made > 0) throw new Broken(`With the wrong key, ${made} sandboxes were created in the other account`)
}
