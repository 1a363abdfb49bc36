import { CheckFailure, type InvokeRequest, InvokeResponse } from "@pulumi/pulumi/proto/provider_pb"
import { ScaleboxError } from "../../client"
import { lookups } from "../../functions"
import { unknown } from "../../resources/properties"
import { suggestion } from "../../resources/suggestion"
import type { Run } from "./run"
import { decoded, encoded } from "./values"

const prefix = "scalebox:index:"

/** Calls a function. What is secret of its answer is marked, and nothing else. */
export async function invoke(run: Run, request: InvokeRequest): Promise<InvokeResponse> {
  const token = request.getTok()
  const lookup = lookups.get(token.slice(prefix.length))
  if (!lookup || !token.startsWith(prefix)) {
    throw new ScaleboxError({ code: "invalid", message: `scalebox has no function ${token}` })
  }
  const { value: args } = decoded(request.getArgs())
  const response = new InvokeResponse()
  const known = Object.keys(lookup.args)
  const reasons = Object.entries(args).flatMap(([name, value]) => {
    if (!known.includes(name)) return [`${name} is not a known argument${suggestion(name, known)}`]
    return value === unknown ? [`${name} is not known yet`] : []
  })
  for (const reason of reasons) {
    const failure = new CheckFailure()
    failure.setReason(`${lookup.name}: ${reason}`)
    response.addFailures(failure)
  }
  if (reasons.length > 0) return response
  const { client } = run.session
  const deadline = client.clock.now() + lookSeconds * 1000
  const result = await lookup.call(client, args as never, { deadline, signal: run.signal })
  const marks = Object.fromEntries((lookup.secrets ?? []).map((name) => [name, true] as const))
  response.setReturn(encoded({ ...result }, marks))
  return response
}

/** Seconds that a function may take. */
const lookSeconds = 120
