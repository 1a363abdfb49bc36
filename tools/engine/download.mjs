import { createHash } from "node:crypto"
import { createWriteStream } from "node:fs"
import { pipeline } from "node:stream/promises"

/** Milliseconds without one more byte after which a download is given up. */
const stallLimit = 15_000

/**
 * Downloads a file and answers its SHA-256; throws an error that names the host and the cause.
 * @param {string} url
 * @param {string} file
 * @param {number} [limit] milliseconds without one more byte
 * @returns {Promise<string>}
 */
export async function download(url, file, limit = stallLimit) {
  const { host } = new URL(url)
  const stall = new AbortController()
  const timer = setTimeout(() => stall.abort(new Error(`nothing came for ${limit / 1000} s`)), limit)
  const hash = createHash("sha256")
  try {
    const response = await fetch(url, { signal: stall.signal })
    if (!response.ok || !response.body) throw new Error(`it answered ${response.status}`)
    await pipeline(
      response.body,
      async function* (chunks) {
        for await (const chunk of chunks) {
          timer.refresh()
          hash.update(chunk)
          yield chunk
        }
      },
      createWriteStream(file),
    )
    return hash.digest("hex")
  } catch (error) {
    throw new Error(`cannot download from ${host}: ${causeOf(error)}`)
  } finally {
    clearTimeout(timer)
  }
}

/** @param {unknown} error */
function causeOf(error) {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message : String(cause)
}
