import { vendorFaults } from "../support/vendor"
import { changing } from "./changing"
import { missing } from "./missing"
import { pair } from "./pair"
import { reading } from "./reading"
import type { Service } from "./service"

/** Something that the provider and the emulator rely on. */
export interface Case {
  name: string
  /** How the service differs; empty if it does not. */
  look(service: Service): Promise<string[]>
}

/** The cases in their order: a later one takes the sandboxes as an earlier one has left them. */
export function cases(): Case[] {
  const sandboxes = pair()
  return [
    ...missing,
    ...reading(sandboxes),
    ...changing(sandboxes),
    {
      name: "All answers so far fit the vendor's description, and null is only in fields that allow it",
      look: async ({ seen }) => [
        ...new Set(
          seen.flatMap(({ call, status, body }) =>
            vendorFaults(...(call.split(" ") as [string, string]), status, body),
          ),
        ),
      ],
    },
  ]
}

/** A case in which the service differs, and how. */
export interface Finding {
  name: string
  deviations: string[]
}

/** Tries all cases on a service, deletes what was created, and answers where it differs. */
export async function tryService(service: Service): Promise<Finding[]> {
  const findings: Finding[] = []
  for (const { name, look } of cases()) {
    const deviations = await look(service)
    if (deviations.length > 0) findings.push({ name, deviations })
  }
  const left = await service.cleanUp()
  return left.length > 0
    ? [...findings, { name: "All that was created can be deleted", deviations: left }]
    : findings
}
