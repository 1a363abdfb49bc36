import type { Clock } from "./clock"
import { errorBody } from "./errors"
import type { EndpointName } from "./shapes"
import type { Fault, FaultTarget, RequestFault, SandboxFault } from "./types"

type FailBoot = Extract<SandboxFault, { kind: "failBoot" }>
type HangBoot = Extract<SandboxFault, { kind: "hangBoot" }>
type RollBack = Extract<SandboxFault, { kind: "rollBack" }>
type FailTemplate = Extract<SandboxFault, { kind: "failTemplate" }>

/** The faults that are still to happen to one account. */
export class FaultScript {
  private waiting: { fault: Fault; left: number }[] = []

  add(fault: Fault): void {
    this.waiting.push({ fault, left: fault.times ?? 1 })
  }

  clear(): void {
    this.waiting = []
  }

  takeForRequest(endpoint: EndpointName, target: FaultTarget): RequestFault | undefined {
    return this.take(
      target,
      (fault): fault is RequestFault => "endpoint" in fault && fault.endpoint === endpoint,
    )
  }

  takeFailBoot(target: FaultTarget): FailBoot | undefined {
    return this.take(target, (fault): fault is FailBoot => fault.kind === "failBoot")
  }

  takeHangBoot(target: FaultTarget): HangBoot | undefined {
    return this.take(target, (fault): fault is HangBoot => fault.kind === "hangBoot")
  }

  takeRollBack(of: RollBack["of"], target: FaultTarget): RollBack | undefined {
    return this.take(target, (fault): fault is RollBack => fault.kind === "rollBack" && fault.of === of)
  }

  takeFailTemplate(target: FaultTarget): FailTemplate | undefined {
    return this.take(target, (fault): fault is FailTemplate => fault.kind === "failTemplate")
  }

  /** The first that fits; it counts as having happened. */
  private take<F extends Fault>(target: FaultTarget, fits: (fault: Fault) => fault is F): F | undefined {
    for (const entry of this.waiting) {
      const { fault } = entry
      if (entry.left < 1 || !fits(fault) || fault.sandbox?.(target) === false) continue
      entry.left -= 1
      this.waiting = this.waiting.filter(({ left }) => left >= 1)
      return fault
    }
    return undefined
  }
}

/** What is sent back, ready for the wire. */
export interface Reply {
  status: number
  headers: Record<string, string>
  text: string
}

function scriptedReply({ status, body, headers = {} }: Extract<RequestFault, { kind: "status" }>): Reply {
  const shown = body === undefined ? errorBody(`Scripted fault: status ${status}`, "scripted_fault") : body
  return { status, headers, text: typeof shown === "string" ? shown : JSON.stringify(shown) }
}

/** Does the work as far as the fault allows. Undefined means: end the connection without an answer. */
export async function replyUnder(
  fault: RequestFault | undefined,
  clock: Clock,
  work: () => Promise<Reply>,
): Promise<Reply | undefined> {
  switch (fault?.kind) {
    case undefined:
      return work()
    case "status":
      if (fault.after) await work()
      return scriptedReply(fault)
    case "delay": {
      if (!fault.after) await clock.sleep(fault.delayMs)
      const reply = await work()
      if (fault.after) await clock.sleep(fault.delayMs)
      return reply
    }
    case "resetBefore":
      return undefined
    case "resetAfter":
      await work()
      return undefined
    case "rawBody":
      await work()
      return { status: 200, headers: {}, text: fault.rawBody }
    case "alter": {
      const reply = await work()
      return { ...reply, text: JSON.stringify(fault.alter(JSON.parse(reply.text))) }
    }
  }
}
