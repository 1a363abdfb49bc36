import * as z from "zod"
import { type Equal, same } from "./equal"
import { timeoutLimits } from "./sandbox"
import { textOf } from "./text"
import { wholeNumber } from "./whole-number"

const time = z.string().nullish()

/** The light answer made for polling. */
export interface SandboxStatusInfo {
  sandboxId: string
  status: string
  substatus?: string | null | undefined
  reason?: string | null | undefined
  updatedAt?: string | null | undefined
}

export const sandboxStatusInfo = z.object({
  sandboxId: textOf(1),
  status: textOf(1),
  substatus: z.string().nullish(),
  reason: z.string().nullish(),
  updatedAt: time,
})
same<Equal<z.input<typeof sandboxStatusInfo>, SandboxStatusInfo>>()

/** Body of both calls that change a timeout. */
export interface TimeoutRequest {
  /** Seconds counted from the sandbox's start, up to 86400. `PUT /v1/sandboxes/{id}` takes larger values only. */
  timeout: number
}

export const timeoutRequest = z.strictObject({ timeout: wholeNumber.min(1).max(timeoutLimits.max) })
same<Equal<z.input<typeof timeoutRequest>, TimeoutRequest>>()

/** What setting a timeout answers. */
export interface TimeoutInfo {
  /** Seconds counted from the start. */
  timeout: number
  timeoutAt?: string | null | undefined
  /** Seconds. */
  usedLifetime?: number | undefined
  /** Seconds. */
  remainingTime?: number | undefined
}

/** As an answer shows it; the timeout that was asked for holds if it shows none. */
export const timeoutInfo = z.object({
  timeout: z.number().optional(),
  timeoutAt: time,
  usedLifetime: z.number().optional(),
  remainingTime: z.number().optional(),
})

/** Body of pause and resume. */
export interface AsyncRequest {
  /** Answer at once instead of waiting for the end of the transition; default false. */
  isAsync?: boolean | undefined
}

export const asyncRequest = z.strictObject({ isAsync: z.boolean().optional() })
same<Equal<z.input<typeof asyncRequest>, AsyncRequest>>()

/** Body of `POST /v1/sandboxes/{id}/switch-project`. */
export interface SwitchProjectRequest {
  /** Project to move the sandbox to. */
  projectId: string
}

export const switchProjectRequest = z.strictObject({ projectId: textOf(1) })
same<Equal<z.input<typeof switchProjectRequest>, SwitchProjectRequest>>()

/** What delete and terminate answer before the work is done. */
export interface EndingInfo {
  sandboxId?: string | undefined
  status?: string | undefined
  note?: string | undefined
}

export const endingInfo = z
  .object({
    sandboxId: z.string().optional(),
    status: z.string().optional(),
    note: z.string().optional(),
  })
  .nullish()
same<Equal<z.input<typeof endingInfo>, EndingInfo | null | undefined>>()
