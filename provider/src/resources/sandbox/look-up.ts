import type { SandboxDetails } from "../../contract"
import { session } from "../process/session"

/** Milliseconds that a look may take which belongs to no operation with a deadline of its own. */
const patienceMs = 120_000

/** When such a look that begins now must end, in milliseconds since 1970. */
export const lookDeadline = (): number => session().client.clock.now() + patienceMs

/** What the API knows of a sandbox that may be asked for with many others; undefined where it says that there is none. */
export function lookUpTogether(id: string): Promise<SandboxDetails | undefined> {
  return session().reads.read(id, lookDeadline())
}
