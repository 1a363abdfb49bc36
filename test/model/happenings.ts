import type { RequestFault } from "../../emulator/src"
import type { Action, Trouble } from "./actions"
import { withOddRows } from "./oddities"
import type { World } from "./world"

const forms: Record<Trouble, (scope: Pick<RequestFault, "endpoint">) => RequestFault> = {
  "cut before": (scope) => ({ ...scope, kind: "resetBefore" }),
  "cut after": (scope) => ({ ...scope, kind: "resetAfter" }),
  "408": (scope) => ({ ...scope, kind: "status", status: 408 }),
  "429": (scope) => ({ ...scope, kind: "status", status: 429, headers: { "Retry-After": "1" } }),
  "500": (scope) => ({ ...scope, kind: "status", status: 500 }),
  "502 after": (scope) => ({ ...scope, kind: "status", status: 502, after: true }),
  "503": (scope) => ({ ...scope, kind: "status", status: 503 }),
  "504 after": (scope) => ({ ...scope, kind: "status", status: 504, after: true }),
  torn: (scope) => ({ ...scope, kind: "rawBody", rawBody: '{"success": true, "da' }),
}

/** What goes wrong later. */
const scripted: ReadonlySet<Action["do"]> = new Set([
  "trouble",
  "odd",
  "failBoot",
  "hangBoot",
  "failTemplate",
  "rollBack",
])

const minuteMs = 60_000

/** What somebody else, the service or time does. False if the action is none of theirs. */
export async function happen(world: World, action: Action): Promise<boolean> {
  const { own } = world
  if (scripted.has(action.do)) world.isCalm = false
  switch (action.do) {
    case "trouble": {
      const { endpoint, trouble, times } = action
      own.addFault({ ...forms[trouble]({ endpoint }), times })
      return true
    }
    case "odd": {
      const { endpoint, oddity, times } = action
      own.addFault({ kind: "alter", endpoint, times, alter: (body) => withOddRows(body, oddity) })
      return true
    }
    case "failBoot":
      own.addFault({ kind: "failBoot", substatus: "deploying", reason: "disk full" })
      return true
    case "hangBoot":
      own.addFault({ kind: "hangBoot", substatus: "deploying" })
      return true
    case "failTemplate":
      own.addFault({ kind: "failTemplate", reason: "disk full" })
      return true
    case "rollBack":
      own.addFault({ kind: "rollBack", of: "pause", reason: "busy" })
      return true
    case "skew":
      world.skewMs = action.minutes * minuteMs
      return true
    case "pass":
      world.pass(action.minutes * minuteMs)
      return true
    case "rotateKey":
      world.rotateKey()
      return true
    case "dropTemplate": {
      const [template] = await world.templates()
      if (template) await world.call("own", "DELETE", `/v1/templates/${template.template_id}`)
      return true
    }
    default:
      return "which" in action && happenTo(world, action)
  }
}

function happenTo(world: World, action: Extract<Action, { which: number }>): boolean {
  const { own } = world
  const living = world.living()
  const sandbox = living[action.which % living.length]
  if (!sandbox) return true
  const { sandboxId: id, timeout, customPorts } = sandbox
  switch (action.do) {
    case "pause":
      if (sandbox.status === "running") own.change(id, { status: "paused" })
      break
    case "resume":
      if (sandbox.status === "paused") own.change(id, { status: "running" })
      break
    case "expire":
      own.change(id, { status: "terminated", reason: "Timeout reached" })
      break
    case "fail":
      own.change(id, { status: "failed", reason: "host lost" })
      break
    case "delete":
      own.remove(id)
      break
    case "extend":
      own.change(id, { timeout: Math.min(86_400, timeout + 600) })
      break
    case "shorten":
      own.change(id, { timeout: 300 })
      break
    case "moveProject":
      own.change(id, { projectId: "prj-elsewhere" })
      break
    case "openPort": {
      const port = { port: 9000, name: "by-hand", protocol: "TCP", servicePort: 9000, isProtected: false }
      if (!customPorts.some((open) => open.port === 9000))
        own.change(id, { customPorts: [...customPorts, port] })
      break
    }
    case "closePort":
      own.change(id, { customPorts: customPorts.slice(1) })
  }
  return true
}
