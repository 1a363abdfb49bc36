import { timeOf } from "../../contract"
import type { Leftover, Leftovers } from "./leftovers"
import type { Plan, Step } from "./plan"
import { nameIn, type PendingOperation } from "./state"

const words: Record<Step["action"], string> = {
  manage: "becomes managed",
  delete: "is deleted by the next run",
  forget: "leaves the state",
  drop: "operation is dropped",
  keep: "operation stays",
}

const typeIn = (urn: string) => urn.split("::")[2]?.split(":").at(-1) ?? ""

/** `web (Sandbox) sbx-1: becomes managed: it was created by the run that was cut (running)`. */
const stepLine = ({ action, urn, id, why }: Step) =>
  `  ${nameIn(urn)} (${typeIn(urn)})${id ? ` ${id}` : ""}: ${words[action]}: ${why}`

/** `bucket (Bucket): creating`. */
const otherLine = ({ type, resource: { urn } }: PendingOperation) =>
  `  ${nameIn(urn)} (${typeIn(urn)}): ${type}`

const minuteMs = 60_000
const units = [
  { name: "days", minutes: 1_440 },
  { name: "hours", minutes: 60 },
  { name: "minutes", minutes: 1 },
] as const

/** `3 hours old`, in the largest unit of which there are two. */
function ageText(createdAt: string | null | undefined, now: number): string {
  const madeAt = timeOf(createdAt)
  if (madeAt === undefined) return "of unknown age"
  const minutes = Math.floor((now - madeAt) / minuteMs)
  const unit = units.find((candidate) => minutes >= 2 * candidate.minutes)
  return unit ? `${Math.floor(minutes / unit.minutes)} ${unit.name} old` : "made just now"
}

function leftoverLine({ sandbox, owner, inventory }: Leftover): string {
  const age = ageText(sandbox.createdAt, inventory.session.client.serverTime())
  return `  ${sandbox.sandboxId} "${sandbox.name ?? ""}", ${sandbox.status}, ${age}, owner ${owner}`
}

/** What was found and what is to be done, in lines. */
export function reportOf(
  { steps, others }: Plan,
  leftovers: Leftovers,
  deletions: readonly Leftover[],
): string[] {
  const listed = leftovers.found.filter((leftover) => !deletions.includes(leftover))
  return [
    ...(steps.length > 0 ? ["Pending operations:", ...steps.map(stepLine)] : ["No pending operations"]),
    ...(others.length > 0 ? ["Pending operations of other providers:", ...others.map(otherLine)] : []),
    ...(deletions.length > 0 ? ["Sandboxes to delete:", ...deletions.map(leftoverLine)] : []),
    ...(listed.length > 0
      ? [
          "Sandboxes of this project and stack that the state does not know:",
          ...listed.map(leftoverLine),
          "Another stack of the same name may own them. If they are this stack's, delete them with:",
          `  npx pulumi-scalebox recover ${listed.map(({ sandbox }) => `--delete ${sandbox.sandboxId}`).join(" ")}`,
        ]
      : []),
    ...(leftovers.gone.length > 0
      ? [
          "Sandboxes that the state manages, but that are gone; `pulumi up --refresh` creates them again:",
          ...leftovers.gone.map(({ name, id }) => `  ${name} ${id}`),
        ]
      : []),
    ...leftovers.unseen.map((why) => `Not looked at: ${why}`),
  ]
}
