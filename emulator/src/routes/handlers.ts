import type { z } from "zod"
import type { EndpointName, endpoints, PathParams } from "../../../provider/src/contract"
import type { AccountState } from "../accounts"
import type { Clock } from "../clock"
import type { Store } from "../store"
import type { Templates } from "../templates"

/** What all handlers share. */
export interface Services {
  store: Store
  templates: Templates
  clock: Clock
  /** Ids of regions that have no room. */
  fullRegions: ReadonlySet<string>
}

type Row<N extends EndpointName> = (typeof endpoints)[N]
type Parsed<R, K extends string> = R extends Record<K, infer S extends z.ZodType> ? z.output<S> : undefined

/** A request that passed all checks of the contract. */
export interface Call<N extends EndpointName> {
  params: Record<PathParams<Row<N>["path"]>, string>
  query: Parsed<Row<N>, "query">
  body: Parsed<Row<N>, "body">
  /** Calls that need no key may come from nobody. */
  account: Row<N> extends { public: true } ? AccountState | undefined : AccountState
  /** Whether nobody waits for the answer any more. */
  isAbandoned(): boolean
}

/** What is under `data` and `message` of a success. */
export interface Answer<N extends EndpointName> {
  data: z.input<Row<N>["response"]>
  message: string
}

export type Handler<N extends EndpointName> = (call: Call<N>) => Answer<N> | Promise<Answer<N>>

/** One handler for each row of the API: a row without one does not compile. */
export type Handlers = { [N in EndpointName]: Handler<N> }
