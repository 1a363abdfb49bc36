import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { runNode } from "../run.mjs"

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @typedef {{ numPassedTests: number, numFailedTests: number, numRuntimeErrorTestSuites: number, numPendingTests: number, numTodoTests: number }} JestResults */

/**
 * Runs jest and counts. A test file that could not run counts as one failure, and so does a run without results.
 * @param {string[]} args
 * @param {{ show: boolean }} options `show`: let jest write to our terminal; `output` is then empty
 * @returns {Promise<{ code: number, output: string, counts: Counts }>}
 */
export async function runJest(args, { show }) {
  const folder = await mkdtemp(join(tmpdir(), "pulumi-scalebox-"))
  try {
    const results = join(folder, "results.json")
    const jest = join("node_modules", "jest", "bin", "jest.js")
    const { code, output } = await runNode([jest, "--json", `--outputFile=${results}`, ...args], { show })
    const counts = await readFile(results, "utf8").then(
      (text) => count(JSON.parse(text)),
      () => lost,
    )
    return { code, output, counts }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What a run counts as that ended before it had results. @type {Counts} */
export const lost = { passed: 0, failed: 1, skipped: 0 }

/** @param {JestResults} results @returns {Counts} */
export function count(results) {
  return {
    passed: results.numPassedTests,
    failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
    skipped: results.numPendingTests + results.numTodoTests,
  }
}

/** Such as "12 passed, 0 failed"; skipped tests are named only if there are some. @param {Counts} counts */
export function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}`
}
