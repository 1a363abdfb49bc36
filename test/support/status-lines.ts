import { readEventLog } from "./event-log"
import { until } from "./processes"
import type { Run, Stack } from "./stack"

/**
 * An `up` that must succeed, whose sandboxes boot only once the lines on the stack's row are as wanted: how soon the first
 * comes depends on the machine.
 */
export async function upShowing(
  stack: Stack,
  areShown: (lines: string[]) => boolean,
  ...args: string[]
): Promise<Run> {
  stack.account.configure({ bootMs: 600_000 })
  const { done, log } = stack.start(["up", "--yes", "--skip-preview", ...args])
  const shown = until("the lines are shown", () => areShown(readEventLog(log).statusLines))
  // A run that fails shows none.
  await Promise.race([shown, done])
  stack.account.configure({ bootMs: 60 })
  return stack.succeeded(await done, "up")
}
