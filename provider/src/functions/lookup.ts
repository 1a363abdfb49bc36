import type { CallOptions, ScaleboxClient } from "../client"

/** What is behind a function, whichever face it is called through. */
export interface Lookup<Args, Result extends object, Secret extends keyof Result = never> {
  /** The function's token is `scalebox:index:{name}`. */
  readonly name: string
  /** Every argument that it takes. */
  readonly args: Readonly<Record<keyof Args, true>>
  /** What of the result is secret. */
  readonly secrets?: readonly Secret[]
  call(client: ScaleboxClient, args: Args, options?: CallOptions): Promise<Result>
}
