const plainInterval = 30_000

/**
 * Shows on stderr that a long step runs, since when, and how long it usually takes.
 * @template T
 * @param {string} text what is being done
 * @param {string} usually such as "3 to 5 minutes"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function longStep(text, usually, work) {
  const started = Date.now()
  const live = process.stderr.isTTY === true
  const line = () => `${text}: ${duration(Date.now() - started)}, usually ${usually}`
  if (!live) console.error(`${text}, usually ${usually}`)
  const timer = setInterval(
    () => (live ? process.stderr.write(`\r${line()} `) : console.error(line())),
    live ? 1_000 : plainInterval,
  )
  try {
    return await work()
  } finally {
    clearInterval(timer)
    console.error(
      `${live ? "\r" : ""}${text}: ended after ${duration(Date.now() - started)}${live ? " ".repeat(20) : ""}`,
    )
  }
}

/** Such as "45 s" or "3 min 5 s". @param {number} milliseconds */
export function duration(milliseconds) {
  const seconds = Math.round(milliseconds / 1000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
