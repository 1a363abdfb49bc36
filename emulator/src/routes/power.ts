import { actions } from "../actions"
import { sandboxNotFound } from "../errors"
import { shownSandbox } from "../payloads"
import type { Sandbox } from "../record"
import { untilSettled } from "../waiting"
import type { Call, Handlers, Services } from "./handlers"

export const powerRoutes = ({ store, clock }: Services) => {
  const act = actions(store)
  const answer = async (
    { account, body, isAbandoned }: Pick<Call<"pauseSandbox">, "account" | "body" | "isAbandoned">,
    { sandboxId }: Sandbox,
  ) => {
    const sandbox = body.isAsync
      ? store.find(account, sandboxId)
      : await untilSettled({ store, clock, account, isAbandoned }, sandboxId)
    if (!sandbox) throw sandboxNotFound(sandboxId)
    return { data: shownSandbox(sandbox, account.now()), message: `Sandbox is ${sandbox.status}` }
  }
  const ending = ({ sandboxId, status }: Sandbox, note: string) => ({ sandboxId, status, note })

  return {
    pauseSandbox: (call) => answer(call, act.pause(call.account, call.params.sandboxId)),
    resumeSandbox: (call) => answer(call, act.resume(call.account, call.params.sandboxId)),
    // The reference calls it "force terminate immediately", so no status prevents it.
    terminateSandbox: ({ account, params }) => ({
      data: ending(
        act.terminate(account, params.sandboxId, true),
        "The sandbox ends in the background and stays visible",
      ),
      message: "Sandbox termination initiated",
    }),
    deleteSandbox: ({ account, params }) => ({
      data: ending(
        act.delete(account, params.sandboxId),
        "The sandbox ends in the background and is then gone",
      ),
      message: "Sandbox deletion initiated",
    }),
  } satisfies Partial<Handlers>
}
