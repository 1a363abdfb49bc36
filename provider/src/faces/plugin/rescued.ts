import { isScaleboxError } from "../../client"
import type { Context } from "../../resources/context"
import { InitFailure, type Lifecycle, type Thing } from "../../resources/lifecycle"
import type { Properties } from "../../resources/properties"

/** Milliseconds that the look for what was created may take. */
const lookMs = 10_000

/** A create that a fault of ours has ended may have created something, whose id the engine must not lose. */
export async function rescued(
  { isMarked, find }: Lifecycle,
  context: Context,
  inputs: Properties,
  made: Promise<Thing>,
): Promise<Thing> {
  try {
    return await made
  } catch (error) {
    if (!isMarked || isScaleboxError(error) || error instanceof InitFailure) throw error
    const deadline = context.session.client.clock.now() + lookMs
    const search = await find({ ...context, deadline, signal: undefined }, inputs).catch(() => undefined)
    const thing = search && "things" in search ? search.things[0] : undefined
    if (!thing) throw error
    throw new InitFailure(thing.id, thing.outputs, [
      `${thing.id} was created, but then something went wrong inside of pulumi-scalebox: ${faultOf(error)}. ` +
        "Its id is kept in the state",
    ])
  }
}

export const faultOf = (error: unknown): string =>
  `${error instanceof Error ? error.message : String(error)}; please report it`
