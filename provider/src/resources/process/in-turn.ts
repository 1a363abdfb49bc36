const tails = new Map<string, Promise<unknown>>()

/** Runs work for one key (a sandbox id) after all earlier work for it: the API refuses two port changes at once. */
export function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const turn = (tails.get(key) ?? Promise.resolve()).then(work)
  const settled = turn.catch(() => undefined)
  tails.set(key, settled)
  void settled.then(() => {
    if (tails.get(key) === settled) tails.delete(key)
  })
  return turn
}
