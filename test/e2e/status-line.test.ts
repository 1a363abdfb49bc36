import { sharedEmulator } from "../support/emulator"
import { Stack } from "../support/stack"

test("a line on the stack's row says what is waited for, and leaves nothing behind", async () => {
  const stack = await Stack.create(await sharedEmulator(), "status", {
    program: `for (let n = 0; n < 3; n++) new scalebox.Sandbox("box-" + n)`,
  })
  stack.account.configure({ bootMs: 3000 })
  const up = await stack.mustUp()
  const lines = up.statusLines
  expect(lines).toContainEqual(expect.stringMatching(/^box-\d \w+ \(0\/3 ready\)/))
  expect(lines.length).toBeLessThan(6)
  expect(up.output).not.toContain("Diagnostics")

  stack.setProgram(`for (let n = 0; n < 7; n++) new scalebox.Sandbox("box-" + n)`)
  stack.env.PULUMI_PARALLEL = "2"
  stack.account.configure({ bootMs: 1500 })
  expect((await stack.mustUp()).statusLines).toContainEqual(
    expect.stringMatching(/ \(0\/2 ready\); .*`export PULUMI_PARALLEL=256` starts all at once\s*$/),
  )
  expect(lines.join()).not.toContain("PULUMI_PARALLEL")
  stack.dispose()
})
