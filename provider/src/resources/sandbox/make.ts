import { exactlyOnce, isScaleboxError, ScaleboxError } from "../../client"
import type { CreateSandboxRequest, SandboxDetails } from "../../contract"
import type { Context } from "../context"
import { hasNonce } from "../marks"

/** Milliseconds before the request in which a sandbox may have been created and still be the one asked for. */
export const marginMs = 120_000

/** Makes one sandbox, whatever happens to the answers: found again by the nonce in its metadata, never created twice. */
export async function makeOnce(
  context: Context,
  request: CreateSandboxRequest,
  nonce: string,
): Promise<SandboxDetails> {
  const { client, watch } = context.session
  const began = client.clock.now()
  let posts = 0
  const made = () =>
    watch.find((metadata) => hasNonce(metadata, nonce), client.serverTime(began) - marginMs, context)
  const sandbox = await exactlyOnce(
    client.clock,
    context.deadline,
    () => {
      posts += 1
      return client.createSandbox(request, context).catch(withHint)
    },
    async () => (await made())[0],
    context.signal,
  )
  if (posts > 1) await dropDoubles(context, sandbox, made).catch(warnOfDoubles(context))
  return sandbox
}

/** Somebody may have deleted a template that the state still has. */
function withHint(error: unknown): never {
  const isGone = isScaleboxError(error, "invalid", "not_found") && /template.*not found/i.test(error.message)
  if (!isGone) throw error
  throw new ScaleboxError({
    ...error.facts,
    hint: "If the template is of this stack, `pulumi up --refresh` creates it again; otherwise name one that exists",
  })
}

/** An earlier request that the server finished only after we had looked has created a second one. */
async function dropDoubles(
  context: Context,
  kept: SandboxDetails,
  made: () => Promise<SandboxDetails[]>,
): Promise<void> {
  for (const { sandboxId } of await made()) {
    if (sandboxId === kept.sandboxId) continue
    await context.session.client.deleteSandbox(sandboxId, context).catch(ignoreGone)
  }
}

function ignoreGone(error: unknown): undefined {
  if (!isScaleboxError(error, "not_found")) throw error
}

/** Were this an error, the engine would forget the sandbox that was created. */
const warnOfDoubles =
  ({ log }: Context) =>
  (error: unknown): void => {
    if (!isScaleboxError(error)) throw error
    log.warn(
      `a sandbox had to be asked for twice, and whether it was created twice could not be seen: ${error.message}. ` +
        "`npx pulumi-scalebox recover` lists what the state does not know",
    )
  }
