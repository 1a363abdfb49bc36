import type { SandboxRecord } from "../../emulator/src"
import type { SandboxDetails } from "../../provider/src/contract"
import { memberIndex, memberNonce, withOwnKeys } from "../../provider/src/resources/marks"
import type { Member } from "../../provider/src/resources/sandbox-pool/members"
import type { EmulatedStage } from "./context"

/** What a pool of the name `web` is declared with, its defaults filled in. */
export const declaredPool = {
  namePrefix: "web",
  template: "base",
  timeout: 600,
  secure: true,
  allowInternetAccess: true,
  autoPause: false,
  waitForRunning: true,
}

/** A sandbox on the server that carries the mark of a pool's member, as a run that was cut leaves it. */
export async function strayMember(
  { session }: EmulatedStage,
  index: number,
  { pool = "n-1", unique = "u", ...settings }: { pool?: string; unique?: string; timeout?: number } = {},
): Promise<Member> {
  const nonce = memberNonce(pool, index, unique)
  const metadata = withOwnKeys(undefined, { owner: "shop/dev/web", nonce })
  const name = `web-${index}`
  const sandbox = await session.client.createSandbox({
    name,
    timeout: 600,
    ...settings,
    metadata,
    isAsync: true,
  })
  return { index, sandbox }
}

/** The same, once it runs. */
export async function runningMember(...args: Parameters<typeof strayMember>): Promise<Member> {
  const [stage] = args
  const { index, sandbox } = await strayMember(...args)
  await stage.session.watch.waitFor(sandbox.sandboxId, {
    ...stage.context(),
    done: ({ status }: SandboxDetails) => status === "running",
  })
  return { index, sandbox: await stage.session.client.getSandbox(sandbox.sandboxId) }
}

/** The outputs of a pool that holds these members. */
export const storedPool = (members: readonly Member[], createdAt: string) => ({
  ...declaredPool,
  count: members.length,
  endpoint: "http://127.0.0.1",
  createdAt,
  sandboxIds: members.map(({ sandbox }) => sandbox.sandboxId),
  sandboxes: JSON.stringify(
    members.map(({ index, sandbox: { sandboxId, name, status, createdAt, timeoutAt } }) => ({
      id: sandboxId,
      index,
      name,
      status,
      createdAt,
      timeoutAt,
    })),
  ),
})

/** The members of a pool that live on the server, by their place: `[0, 1, 1]`. */
export const placesOf = ({ account }: EmulatedStage, pool = "n-1"): (number | undefined)[] =>
  account
    .sandboxes()
    .filter(({ status }) => status !== "terminated")
    .map(({ metadata }: SandboxRecord) => memberIndex(metadata, pool))
    .sort((a = 0, b = 0) => a - b)

/** When the test's time is now, so many milliseconds later. */
export const timeText = ({ clock }: EmulatedStage, laterMs = 0): string =>
  new Date(clock.now() + laterMs).toISOString()
