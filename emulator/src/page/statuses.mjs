/** @typedef {"running" | "starting" | "paused" | "ending" | "failed" | "other"} Group */

/** Which statuses are together in the filter, in its order. @type {[Group, string, string[]][]} */
export const groups = [
  ["running", "Running", ["running"]],
  ["starting", "Starting", ["created", "starting", "resuming"]],
  ["paused", "Paused", ["pausing", "paused"]],
  ["ending", "Ending", ["terminating", "terminated"]],
  ["failed", "Failed", ["failed"]],
  ["other", "Other", []],
]

/** @param {string} status @returns {Group} */
export const groupOf = (status) => groups.find(([, , statuses]) => statuses.includes(status))?.[0] ?? "other"
