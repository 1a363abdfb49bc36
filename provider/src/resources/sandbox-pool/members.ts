import type { SandboxDetails } from "../../contract"
import type { Context } from "../context"
import type { Properties } from "../properties"
import type { PoolSandbox } from "./outputs"
import { unpacked } from "./packed"
import type { MemberTrouble } from "./troubles"

/** A sandbox of a pool, as the API shows it, in its place. */
export interface Member {
  index: number
  sandbox: SandboxDetails
}

/** The members that there are after a piece of work, and those that are not as wanted. */
export interface Outcome {
  members: Member[]
  troubles: MemberTrouble[]
}

export const joined = (outcomes: readonly Outcome[]): Outcome => ({
  members: outcomes.flatMap(({ members }) => members),
  troubles: outcomes.flatMap(({ troubles }) => troubles),
})

/** `pool "web"`. */
export const labelOf = ({ name }: Pick<Context, "name">): string => `pool "${name}"`

/** What a member is called in messages: its prefix may be a secret. */
export const nameOf = ({ name }: Pick<Context, "name">, index: number): string => `${name}-${index}`

/** What the state keeps of a pool's sandboxes. */
export function storedIn(outputs: Properties): PoolSandbox[] {
  const sandboxes = unpacked(outputs.sandboxes)
  if (!Array.isArray(sandboxes)) return []
  return (sandboxes as (Partial<PoolSandbox> | null)[]).filter(
    (sandbox): sandbox is PoolSandbox => typeof sandbox?.id === "string" && typeof sandbox.index === "number",
  )
}

/** How the members of a pool compare with the wanted number of them. */
export interface Standing<T> {
  /** By index, each index once. */
  keep: T[]
  /** Those with the highest indexes, and those in the place of another. */
  drop: T[]
  /** Indexes to make members for, the lowest that are free. */
  missing: number[]
}

export function standingOf<T extends { index: number }>(members: readonly T[], count: number): Standing<T> {
  const places = new Map<number, T>()
  const doubles: T[] = []
  for (const member of members) {
    if (places.has(member.index)) doubles.push(member)
    else places.set(member.index, member)
  }
  const inOrder = [...places.values()].sort((a, b) => a.index - b.index)
  const keep = inOrder.slice(0, count)
  const taken = new Set(keep.map(({ index }) => index))
  const missing: number[] = []
  for (let index = 0; keep.length + missing.length < count; index += 1) {
    if (!taken.has(index)) missing.push(index)
  }
  return { keep, drop: [...doubles, ...inOrder.slice(count)], missing }
}

/** Whether nothing more is to be had of a sandbox in this status. */
export const isOver = ({ status }: { status: string }): boolean =>
  ["failed", "terminating", "terminated"].includes(status)
