/** @typedef {import("./place.mjs").Place} Place */

const program = "examples/quickstart/index.ts"

/** What is about to run, and where. @param {Place} place */
export const beginning = ({ name, page }) =>
  `Running ${program} on ${name}${page ? `\nTo watch, open ${page} in a browser` : ""}`

/**
 * What a shorter timeout does, as no preview is shown; nothing if it is not shorter.
 * @param {Partial<import("./stack.mjs").Outputs>} before @param {number} timeout seconds
 */
export const shortening = ({ id, timeout: longer = 0 }, timeout) =>
  longer > timeout
    ? `A timeout cannot be made shorter: sandbox ${id} is deleted, and a new one takes its place`
    : undefined

/**
 * What there is after an up, and what to try next.
 * @param {import("./stack.mjs").Outputs} outputs @param {Place} place @param {number} longest timeout in seconds
 */
export function report({ id, status, timeout, url, apiUrl }, { name, page }, longest) {
  const option = page ? "" : " --real"
  const longer = Math.min(timeout * 2, longest)
  const line = (command = "", effect = "") => `  npm run quickstart ${command.padEnd(31)} ${effect}`
  return [
    "",
    `Sandbox ${id} on ${name}: ${status}, with a timeout of ${timeout} s`,
    `Its port 8080: ${url}`,
    `Its port 8000: ${apiUrl}`,
    ...(page ? ["The emulator runs nothing, so these two addresses lead nowhere"] : []),
    "",
    "Next:",
    ...(page ? [`  open ${page.padEnd(45)} see the sandbox and every request in a browser`] : []),
    line(page ? "" : "-- up --real", "once more: nothing changes"),
    ...(longer > timeout ? [line(`-- up${option} --timeout ${longer}`, "extend the timeout, in place")] : []),
    line(`-- destroy${option}`, page ? "delete it all and stop the emulator" : "delete it all"),
    ...(page ? [line("-- stop", "stop the emulator alone; its data is kept")] : []),
    "",
    `Change ${program} and run it again, or read docs/start.md to begin a program of your own`,
    ...(page ? ["For the real service, set SCALEBOX_API_KEY and run npm run quickstart -- up --real"] : []),
  ].join("\n")
}

export const keyIsNotUsed =
  "SCALEBOX_API_KEY is set, but not used here. To use it, and the real service, run npm run quickstart -- up --real"

export const stillOnRealService =
  "The one on the real service is still there: npm run quickstart -- destroy --real deletes it"
