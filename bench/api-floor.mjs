// The least that the API allows: the same calls from one client that keeps its connections, 16 wide.
import { setTimeout as sleep } from "node:timers/promises"

const width = 16

/** @typedef {import("./options.mjs").Phase} Phase */
/** @typedef {{ url: string, apiKey: string }} Target */

/**
 * The phases as calls without an engine; those that need none are missing.
 * @param {Target} target @param {number} count
 * @returns {Partial<Record<Phase, () => Promise<void>>>}
 */
export function apiFloor(target, count) {
  /** @type {string[]} */
  let ids = []
  /** @param {string} method @param {object} [body] */
  const each = (method, body) => wide(ids, (id) => call(target, method, `/v1/sandboxes/${id}`, body))
  return {
    up: async () => {
      const names = Array.from({ length: count }, (_, i) => `s${i}`)
      const made = await wide(names, (name) =>
        call(target, "POST", "/v1/sandboxes", { name, timeout: 600, is_async: true }),
      )
      ids = made.map(({ sandbox_id }) => sandbox_id)
      await untilRunning(target, count)
    },
    refresh: async () => void (await each("GET")),
    extend: async () => void (await each("PUT", { timeout: 1200 })),
    destroy: async () => void (await each("DELETE")),
  }
}

/** @param {Target} target @param {number} count */
async function untilRunning(target, count) {
  for (;;) {
    const { pagination } = await call(target, "GET", "/v1/sandboxes?status=running&limit=1")
    if (pagination.total >= count) return
    await sleep(100)
  }
}

/** @param {Target} target @param {string} method @param {string} path @param {object} [body] */
async function call({ url, apiKey }, method, path, body) {
  for (;;) {
    const answer = await fetch(url + path, {
      method,
      headers: { "X-API-Key": apiKey, "Content-Type": "application/json" },
      ...(body ? { body: JSON.stringify(body) } : {}),
    })
    const text = await answer.text()
    if (answer.ok) return JSON.parse(text).data
    if (answer.status !== 429) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`)
    await sleep(Number(answer.headers.get("retry-after") ?? 1) * 1000)
  }
}

/**
 * @template T, R
 * @param {T[]} items @param {(item: T) => Promise<R>} work
 */
async function wide(items, work) {
  /** @type {R[]} */
  const results = new Array(items.length)
  const left = items.entries()
  const worker = async () => {
    for (const [index, item] of left) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: width }, worker))
  return results
}
