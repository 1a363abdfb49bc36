import { cancelled } from "./errors"

/** When something must end: a moment in milliseconds of the client's clock, or when the signal says so. */
export interface Within {
  deadline: number
  signal?: AbortSignal | undefined
}

/** The time of a call that several share: that of the last of them, and the signal if all have the same. */
export function together(withins: readonly Within[]): Within {
  const deadline = withins.reduce((latest, within) => Math.max(latest, within.deadline), 0)
  const signal = withins[0]?.signal
  return { deadline, signal: withins.every((within) => within.signal === signal) ? signal : undefined }
}

/** What others work on as well, for as long as this caller's signal lets it wait. Throws a ScaleboxError `cancelled`. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  return new Promise((resolve, reject) => {
    const abort = () => reject(cancelled({ method: "GET", path: "/v1/sandboxes" }, false))
    if (signal.aborted) abort()
    signal.addEventListener("abort", abort, { once: true })
    void work.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort))
  })
}
