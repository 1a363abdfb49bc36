import { inNode } from "./in-node"

const summary = (results: object) =>
  inNode<string>("jest/run.mjs", "tool.summary(tool.count(input))", { input: results })

const results = {
  numPassedTests: 12,
  numFailedTests: 0,
  numRuntimeErrorTestSuites: 0,
  numPendingTests: 0,
  numTodoTests: 0,
}

test("summary names passed and failed tests", async () => {
  expect(await summary(results)).toBe("12 passed, 0 failed")
})

test("summary counts a test file that could not run as a failure", async () => {
  expect(await summary({ ...results, numFailedTests: 2, numRuntimeErrorTestSuites: 1 })).toBe(
    "12 passed, 3 failed",
  )
})

test("summary names skipped tests if there are some", async () => {
  expect(await summary({ ...results, numPendingTests: 3, numTodoTests: 1 })).toBe(
    "12 passed, 0 failed, 4 skipped",
  )
})

test("summary of a run that never had results is one failure", async () => {
  expect(await inNode("jest/run.mjs", "tool.summary(tool.lost)")).toBe("0 passed, 1 failed")
})
