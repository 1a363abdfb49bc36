import type { SandboxDetails } from "../../contract"
import { session } from "../process/session"

/** Milliseconds that a look at a sandbox may take. */
const patienceMs = 120_000

/** What the API knows of a sandbox that may be asked for with many others; undefined where it says that there is none. */
export function lookUpTogether(id: string): Promise<SandboxDetails | undefined> {
  const { client, reads } = session()
  return reads.read(id, client.clock.now() + patienceMs)
}
