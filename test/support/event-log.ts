import { existsSync, readFileSync } from "node:fs"

/** What the engine planned for one resource. */
export interface Step {
  op: string
  /** Logical name. */
  name: string
  type: string
  urn: string
  /** Properties that caused a replacement. */
  keys: string[]
}

/** What the engine did in one run. */
export interface EventLog {
  /** Without the stack and providers, and without steps that change nothing. */
  steps: Step[]
  /** `create web`, `replace dev`, … in a stable order. */
  plan: string[]
  /** What the provider said, the lines that disappear again included. */
  messages: string[]
  /** What it showed on the stack's row while the run went on, and nowhere afterwards. */
  statusLines: string[]
}

interface EngineEvent {
  resourcePreEvent?: {
    metadata: { op: string; urn: string; type: string; keys?: string[] }
  }
  diagnosticEvent?: { message: string; ephemeral?: boolean }
}

/** Reads what `--event-log` has written until now; nothing happened if there is no such file. */
export function readEventLog(file: string): EventLog {
  const lines = existsSync(file) ? readFileSync(file, "utf8").split("\n") : []
  // After the last line end comes nothing, or a line that the engine has not written to its end yet.
  const events = lines.slice(0, -1).map((line) => JSON.parse(line) as EngineEvent)
  const steps = events.flatMap(stepIn)
  const said = events.flatMap(({ diagnosticEvent }) => diagnosticEvent ?? [])
  const messages = said.map(({ message }) => message)
  const statusLines = said.filter(({ ephemeral }) => ephemeral).map(({ message }) => message)
  return { steps, plan: steps.map(({ op, name }) => `${op} ${name}`).sort(), messages, statusLines }
}

function stepIn({ resourcePreEvent }: EngineEvent): Step[] {
  const metadata = resourcePreEvent?.metadata
  if (!metadata || metadata.op === "same") return []
  const { op, urn, type, keys } = metadata
  if (type === "pulumi:pulumi:Stack" || type.startsWith("pulumi:providers:")) return []
  return [{ op, urn, type, name: urn.split("::").at(-1) ?? "", keys: keys ?? [] }]
}
