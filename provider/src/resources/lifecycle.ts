import type { Context } from "./context"
import { refuseOtherOrigin } from "./origin"
import { isInStack, type Properties } from "./properties"

/** What a check answers. */
export interface Checked {
  /** The inputs with their defaults; as they came if anything is wrong. */
  inputs: Properties
  /** Everything that is wrong, each with its path and what would be right, never with a value. */
  failures: string[]
  /** The nonce of what an import takes over, if that has one. */
  nonce?: string
}

/** How a declaration differs from what the state holds. */
export interface Difference {
  /** Properties for whose change only a new resource will do. */
  replaces: string[]
  /** Inputs that are changed in place. */
  updates: string[]
  /** Whether there is work to do though no input changed, such as a wait to go on with. */
  unfinished: boolean
  /** Whether the old one must go before the new one is created. */
  deleteBeforeReplace: boolean
}

/** A resource as it is now. */
export interface Thing {
  id: string
  outputs: Properties
}

/** What a create that was cut has created, as far as that can be told. */
export type Search =
  /** Several, if a request whose answer was lost was finished after it had been sent again. */
  | { things: Thing[]; note?: string }
  /** Why it cannot be told. */
  | { unclear: string }
  /** Why it does not matter. */
  | { harmless: string }

/** Whether the thing that an id names is on the server; `unclear` if no look can tell. */
export type Existence = "there" | "gone" | "unclear"

/**
 * What a resource does, in plain values. Each call throws a ScaleboxError when it fails; create and update throw an
 * InitFailure if something exists that is not as wanted.
 */
export interface Lifecycle {
  /** Names of outputs that are always secret. */
  readonly secretOutputs: readonly string[]
  /** Whether what it makes carries the nonce. */
  readonly isMarked: boolean
  /** Whether it only sets something of a sandbox, whose id it has, and deletes nothing. */
  readonly isSetting?: boolean
  /** How messages call a resource, such as `Sandbox sbx-1`. */
  label(context: Context, id: string): string
  /** @param olds The inputs of before; empty for a new resource and for the new half of a replacement. */
  check(context: Context, olds: Properties, news: Properties): Promise<Checked>
  /** @param olds The outputs of before. */
  diff(context: Context, id: string, olds: Properties, news: Properties): Promise<Difference>
  create(context: Context, inputs: Properties): Promise<Thing>
  /** Undefined if the thing is gone. */
  read(context: Context, id: string, state: Properties): Promise<Thing | undefined>
  /** Missing if every change replaces. */
  update?(context: Context, id: string, olds: Properties, news: Properties): Promise<Properties>
  delete(context: Context, id: string, state: Properties): Promise<void>
  /** What a create with these inputs and the context's nonce has created; values that cannot be known are `unreadable`. */
  find(context: Context, inputs: Properties): Promise<Search>
  exists(context: Context, id: string, state: Properties): Promise<Existence>
}

/** The thing exists, but is not as wanted: the engine keeps its id and properties and shows the reasons. */
export class InitFailure extends Error {
  constructor(
    readonly id: string,
    readonly properties: Properties,
    readonly reasons: string[],
  ) {
    super(reasons.join("; "))
  }
}

/**
 * The lifecycle, with every call on a thing of another API refused. A resource that has moved to a provider of another
 * account is replaced, and no replacement begins with the key of an account that cannot delete the old one.
 */
export function guarded(lifecycle: Lifecycle): Lifecycle {
  const { diff, read, update, delete: remove, exists, label } = lifecycle
  const refuse = ({ session }: Context, state: Properties) =>
    refuseOtherOrigin(state.endpoint, session.configuration)

  /** Whether the key at hand surely does not see the thing; asks only if another key created it. */
  const isUnseen = async (context: Context, id: string, olds: Properties) => {
    const { accountMark, session } = context
    if (accountMark === undefined || session.account.isSameKey(id, accountMark)) return false
    return (await exists(context, id, olds)) === "gone"
  }

  return {
    ...lifecycle,
    async diff(context, id, olds, news) {
      refuse(context, olds)
      const { accountMark: mark, isMoved, log, session } = context
      if (isMoved && (await isUnseen(context, id, olds))) {
        if ((await session.account.verdict({ id, mark }, context)) !== "same") {
          log.info(`${label(context, id)} is in the account of its former provider: it is replaced`)
          return { replaces: ["provider"], updates: [], unfinished: false, deleteBeforeReplace: false }
        }
      }
      const found = await diff(context, id, olds, news)
      if (found.replaces.length > 0 && !isMoved && (await isUnseen(context, id, olds))) {
        await session.account.mustBeGone({ label: label(context, id), id, mark, shouldLive: true }, context)
      }
      return found
    },
    async read(context, id, state) {
      refuse(context, state)
      const { account } = context.session
      const found = await account.answering(() => read(context, id, state))
      if (found && isInStack(state) && !isEmptyPool(found)) account.noteKnown()
      return found
    },
    ...(update && {
      async update(context: Context, id: string, olds: Properties, news: Properties) {
        refuse(context, olds)
        return context.session.account.answering(() => update(context, id, olds, news))
      },
    }),
    async delete(context, id, state) {
      refuse(context, state)
      if (await isUnseen(context, id, state)) {
        const thing = { label: label(context, id), id, mark: context.accountMark, shouldLive: true }
        await context.session.account.mustBeGone(thing, context)
      }
      return context.session.account.answering(() => remove(context, id, state))
    },
  }
}

/** A pool is there without members as well, in every account. */
const isEmptyPool = ({ outputs: { sandboxIds } }: Thing): boolean =>
  Array.isArray(sandboxIds) && sandboxIds.length === 0
