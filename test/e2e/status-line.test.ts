import { sharedEmulator } from "../support/emulator"
import { Stack } from "../support/stack"
import { upShowing } from "../support/status-lines"

test("a line on the stack's row says what is waited for, and leaves nothing behind", async () => {
  const stack = await Stack.create(await sharedEmulator(), "status", {
    program: `for (let n = 0; n < 3; n++) new scalebox.Sandbox("box-" + n)`,
  })
  const up = await upShowing(stack, (lines) => lines.length >= 3)
  const seconds = (Date.now() - (stack.account.requests()[0]?.at ?? 0)) / 1000
  const lines = up.statusLines
  expect(lines).toContainEqual(expect.stringMatching(/^box-\d \w+ \(0\/3 ready\)/))
  expect(lines.length).toBeLessThanOrEqual(seconds)
  expect(up.output).not.toContain("Diagnostics")

  stack.setProgram(`for (let n = 0; n < 7; n++) new scalebox.Sandbox("box-" + n)`)
  stack.env.PULUMI_PARALLEL = "2"
  const full = / \(0\/2 ready\); .*`export PULUMI_PARALLEL=256` starts all at once\s*$/
  await upShowing(stack, (now) => now.some((line) => full.test(line)))
  expect(lines.join()).not.toContain("PULUMI_PARALLEL")
  stack.dispose()
})
