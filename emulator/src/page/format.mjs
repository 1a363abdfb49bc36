/** `2 h 05 min`, `4 min 09 s` or `31 s`. @param {number} seconds */
export function duration(seconds) {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  const two = (/** @type {number} */ part) => String(part).padStart(2, "0")
  if (hours > 0) return `${hours} h ${two(minutes)} min`
  return minutes > 0 ? `${minutes} min ${two(rest)} s` : `${rest} s`
}

/** `13:04:59.120` in the time zone of the reader. @param {number} at milliseconds since 1970 */
export function clockTime(at) {
  const date = new Date(at)
  const [hours, minutes, seconds] = [date.getHours(), date.getMinutes(), date.getSeconds()]
  const two = [hours, minutes, seconds].map((part) => String(part).padStart(2, "0")).join(":")
  return `${two}.${String(date.getMilliseconds()).padStart(3, "0")}`
}

/** `< 1 ms`, `12 ms` or `1.52 s`. @param {number} ms */
export const latency = (ms) => {
  if (ms < 1) return "< 1 ms"
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`
}

/** `1.5 GiB` or `512 MiB`. @param {number} bytes */
export function memory(bytes) {
  const mebibytes = bytes / 1024 ** 2
  return mebibytes >= 1024 ? `${Number((mebibytes / 1024).toFixed(1))} GiB` : `${Math.round(mebibytes)} MiB`
}

/** `running` as `Running`. @param {string} word */
export const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1)

/** `waiting_ready` as `waiting ready`. @param {string} word */
export const plain = (word) => word.replaceAll("_", " ")
