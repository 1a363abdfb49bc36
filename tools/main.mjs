/**
 * Runs a script's work and turns a failure into its message alone: a stack trace of our scripts helps nobody who uses them.
 * @param {() => Promise<number | void>} work answers the exit code; nothing means 0
 */
export async function main(work) {
  try {
    process.exitCode = (await work()) ?? 0
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    process.exitCode = 1
  }
}
