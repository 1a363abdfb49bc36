import { poolId } from "../../provider/src/resources/sandbox-pool/from-api"
import { follow } from "./remedies"
import { isOfProgram } from "./sight"
import { Broken, type Options, type Stack } from "./stack"
import { entriesIn, kindIn, revealed } from "./state"
import type { Outcome } from "./steps"

const tries = 5

/** What was scripted to go wrong is over. */
function calm({ world }: Stack): void {
  world.isCalm = true
  for (const account of [world.own, world.foreign]) {
    account.clearFaults()
    for (const { sandboxId } of account.sandboxes()) account.release(sandboxId)
  }
}

/**
 * Runs `pulumi up`, and does what its errors say, until it succeeds. The second `up` then changes nothing, though the program
 * says the same in other words.
 */
export async function settle(stack: Stack, options: Options = {}): Promise<void> {
  calm(stack)
  let refresh = options.refresh === true
  let outcome = await stack.up(options)
  for (let tried = 1; outcome.errors.length > 0; tried += 1) {
    if (tried === tries) throw new Broken(`What the errors say to do does not help: ${list(outcome)}`)
    if (await followAll(stack, outcome)) refresh = true
    outcome = await stack.up({ ...options, refresh })
  }
  nothingBeside(stack)
  // What ended without a refresh is noticed when its end has come, which a wrong clock sees sooner or later.
  const isBehind = await hasEnded(stack)
  stack.program.isOtherwise = !stack.program.isOtherwise
  const second = await stack.up()
  if (second.steps.length === 0 && second.errors.length === 0) return
  if (!isBehind) throw new Broken(`The second up does something: ${list(second)}`)
  await settle(stack, { refresh: true })
}

/** Whether the state holds what is no more. */
export async function hasEnded({ state, world }: Stack): Promise<boolean> {
  const living = await Promise.all(entriesIn(state).map((entry) => world.lives(entry)))
  return living.includes(false)
}

const list = ({ steps, errors }: Outcome) => JSON.stringify([...steps, ...errors])

async function followAll(stack: Stack, { errors }: Outcome): Promise<boolean> {
  let refresh = false
  for (const error of errors) {
    const wanted = await follow(stack, error)
    if (wanted === undefined) throw new Broken(`An error does not say what to do: ${error}`)
    refresh ||= wanted
  }
  return refresh
}

/** No sandbox of the stack lives that its state does not know. */
export function nothingBeside(stack: Stack): void {
  const managed = new Set(stack.managed())
  const strays = stack.world.owned().filter(({ sandboxId }) => !managed.has(sandboxId))
  if (strays.length > 0) {
    throw new Broken(
      `Lives beside the state: ${JSON.stringify(strays.map(({ name, sandboxId }) => [name, sandboxId]))}`,
    )
  }
}

/** Each declaration has exactly one thing, which is as declared. To be asked after a settled run that has refreshed. */
export async function oneForEach(stack: Stack): Promise<void> {
  const { program, state, world } = stack
  const entries = entriesIn(state)
  const urns = program.declarations().map(({ name }) => name)
  const names = entries.map(({ urn }) => urn.split("::").at(-1))
  if (urns.sort().join() !== names.sort().join()) {
    throw new Broken(`Declared is ${urns.join()}, but the state has ${names.join()}`)
  }
  for (const entry of entries) {
    if (!(await world.lives(entry)))
      throw new Broken(`${entry.urn} is in the state, but ${entry.id} does not live`)
    const wrong = await deviation(stack, entry)
    if (wrong) throw new Broken(`${entry.urn} (${entry.id}) is not as declared: ${wrong}`)
  }
}

/** How a thing differs from its declaration, as far as the server shows. */
async function deviation(
  stack: Stack,
  entry: ReturnType<typeof entriesIn>[number],
): Promise<string | undefined> {
  const { world } = stack
  const inputs = revealed(entry.inputs)
  const find = (id: unknown) => world.find(String(id))
  switch (kindIn(entry)) {
    case "sandbox": {
      const sandbox = find(entry.id)
      if (sandbox?.status === "failed") return "it has failed"
      if (Number(sandbox?.timeout) < Number(inputs.timeout)) return `its timeout is ${sandbox?.timeout}`
      if ((sandbox?.description ?? "") !== (inputs.description ?? "")) return `it is ${sandbox?.description}`
      return undefined
    }
    case "sandboxPool": {
      const nonce = entry.id.slice(poolId("").length)
      const members = world.owned().filter(({ metadata }) => JSON.stringify(metadata).includes(nonce))
      return members.length === inputs.count ? undefined : `${members.length} sandboxes live`
    }
    case "sandboxPort": {
      const open = find(inputs.sandboxId)?.customPorts.filter(isOfProgram) ?? []
      return open.map(({ port, name }) => `${port} ${name}`).join() === `${inputs.port} ${inputs.name}`
        ? undefined
        : `open are ${JSON.stringify(open)}`
    }
    case "sandboxPowerState": {
      const status = find(entry.id)?.status
      return status === inputs.state ? undefined : `the sandbox is ${status}`
    }
    case "sandboxProjectAssignment": {
      const project = find(entry.id)?.projectId
      return project === inputs.projectId ? undefined : `the sandbox is in ${project}`
    }
    case "sandboxTemplate": {
      const names = (await stack.templates()).map(({ name }) => name)
      return names.join() === inputs.name ? undefined : `templates are ${names.join()}`
    }
  }
}

/** Destroys the stack, and again as its errors say, until nothing of it is left. */
export async function end(stack: Stack): Promise<void> {
  calm(stack)
  let outcome = await stack.destroy()
  for (let tried = 1; outcome.errors.length > 0; tried += 1) {
    if (tried === tries) throw new Broken(`What the errors of destroy say does not help: ${list(outcome)}`)
    if (await followAll(stack, outcome)) await stack.refresh()
    outcome = await stack.destroy()
  }
  const entries = entriesIn(stack.state)
  if (entries.length > 0)
    throw new Broken(`destroy leaves ${entries.map(({ urn }) => urn).join()} in the state`)
  nothingBeside(stack)
  const templates = await stack.templates()
  if (templates.length > 0) throw new Broken(`destroy leaves templates: ${JSON.stringify(templates)}`)
}
