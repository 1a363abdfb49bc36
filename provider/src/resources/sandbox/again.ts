import type { SandboxDetails } from "../../contract"
import type { Context } from "../context"
import { hasNonce } from "../marks"
import { deleted, unlessEnded } from "./ending"
import { marginMs } from "./make"

/**
 * The sandbox that an earlier create of this nonce in this process has left, if there is one that can be gone on with. One
 * that failed is deleted, and so is a second one.
 */
export async function leftByEarlier(context: Context): Promise<SandboxDetails | undefined> {
  const { nonce, session } = context
  const { clock } = session.client
  const began = session.attempts.begin(nonce, clock.now())
  if (began === undefined) return undefined
  const isOurs = (metadata: SandboxDetails["metadata"]) => hasNonce(metadata, nonce)
  const since = session.client.serverTime(began) - marginMs
  const found = (await session.watch.find(isOurs, since, context)).filter(unlessEnded)
  const [kept] = found.filter(({ status }) => status !== "failed")
  const others = found.filter((sandbox) => sandbox !== kept)
  // This key has just seen them.
  await Promise.all(others.map(({ sandboxId }) => deleted(context, sandboxId, async () => {})))
  return kept
}
