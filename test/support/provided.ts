import { dynamicProvider } from "../../provider/src/faces/dynamic/process/provider"
import { Run } from "../../provider/src/faces/dynamic/process/run"
import { lifecycles } from "../../provider/src/resources"
import type { Difference, Lifecycle } from "../../provider/src/resources/lifecycle"
import "./send"

export const same: Difference = { replaces: [], updates: [], unfinished: false, deleteBeforeReplace: false }

/** Does nothing, and finds nothing. */
export const silent: Lifecycle & Required<Pick<Lifecycle, "update">> = {
  secretOutputs: [],
  isMarked: false,
  label: (_, id) => `Sandbox ${id}`,
  check: async (_context, _olds, news) => ({ inputs: news, failures: [] }),
  diff: async () => same,
  create: async () => ({ id: "id", outputs: {} }),
  read: async (_, id, outputs) => ({ id, outputs }),
  update: async () => ({}),
  delete: async () => undefined,
  find: async () => ({ things: [] }),
  exists: async () => "unclear",
}

/** A provider of sandboxes, all calls of which do as they are told, with what a run remembers. */
export function provided(calls: Partial<Lifecycle>, run = new Run(undefined), lifecycle: Lifecycle = silent) {
  const replaced = jest.replaceProperty(lifecycles, "sandbox", { ...lifecycle, ...calls })
  const provider = dynamicProvider(run, "sandbox")
  replaced.restore()
  return provider
}

export const throwing = (error: unknown): Partial<Lifecycle> => {
  const fail = () => Promise.reject(error)
  return { check: fail, diff: fail, create: fail, read: fail, update: fail, delete: fail }
}

/** What a piece of work throws; it is an error of the test if it throws nothing. */
export async function thrownBy(work: () => Promise<unknown> | undefined): Promise<unknown> {
  try {
    await work()
  } catch (error) {
    return error
  }
  throw new Error("Expected an error")
}
