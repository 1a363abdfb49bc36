import { allSandboxes, exactlyOnce, isScaleboxError } from "../../client"
import type { CreateSandboxRequest, SandboxDetails } from "../../contract"
import { session } from "../process/session"
import { hasNonce } from "./metadata"
import { warnOfStrays } from "./strays"

/** How far before the request a sandbox may have been made by the server's clock and still be the one asked for. */
const clockSkewMs = 120_000

/** Makes one sandbox, whatever happens to the answers: found again by the nonce in its metadata, never made twice. */
export async function makeOnce(
  request: CreateSandboxRequest,
  nonce: string,
  deadline: number,
): Promise<SandboxDetails> {
  const { client } = session()
  const since = client.clock.now() - clockSkewMs
  let posts = 0
  const made = await exactlyOnce(
    client.clock,
    deadline,
    () => {
      posts += 1
      return client.createSandbox(request, { deadline })
    },
    async () => (await madeWith(nonce, since, deadline))[0],
  )
  if (posts > 1) await dropDoubles(made, nonce, since, deadline).catch(warnOfDoubles)
  return made
}

/** Sandboxes made since then that carry the nonce, newest first. */
async function madeWith(nonce: string, since: number, deadline: number): Promise<SandboxDetails[]> {
  const { client } = session()
  const found: SandboxDetails[] = []
  for await (const sandbox of allSandboxes(
    client,
    { sortBy: "created_at", sortOrder: "desc" },
    { deadline },
  )) {
    if (sandbox.createdAt && Date.parse(sandbox.createdAt) < since) break
    const shown = sandbox.metadata
      ? sandbox
      : await client.getSandbox(sandbox.sandboxId, { deadline }).catch(ignoreGone)
    if (shown && hasNonce(shown.metadata, nonce)) found.push(shown)
    if (shown) warnOfStrays([shown])
  }
  return found
}

function ignoreGone(error: unknown): undefined {
  if (!isScaleboxError(error, "not_found")) throw error
}

/** An earlier request that the server finished only after we had looked has made a second one. */
async function dropDoubles(
  kept: SandboxDetails,
  nonce: string,
  since: number,
  deadline: number,
): Promise<void> {
  const { client } = session()
  for (const { sandboxId } of await madeWith(nonce, since, deadline)) {
    if (sandboxId !== kept.sandboxId) await client.deleteSandbox(sandboxId, { deadline }).catch(ignoreGone)
  }
}

/** Were this an error, the engine would forget the sandbox that was made. */
function warnOfDoubles(error: unknown): void {
  if (!isScaleboxError(error)) throw error
  console.log(
    `Warning: a sandbox had to be asked for twice, and whether it was made twice could not be seen: ${error.message}. ` +
      "`pulumi-scalebox recover` lists what the state does not know",
  )
}
