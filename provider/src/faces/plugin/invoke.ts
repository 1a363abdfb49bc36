import { type InvokeRequest, InvokeResponse } from "@pulumi/pulumi/proto/provider_pb"
import { ScaleboxError } from "../../client"
import { lookups } from "../../functions"
import { defaultSeconds } from "../../resources/context"
import { unknown } from "../../resources/properties"
import { suggestion } from "../../resources/suggestion"
import { functionToken } from "../types"
import { checkFailures } from "./check-failures"
import type { Run } from "./run"
import { decoded, encoded } from "./values"

/** Calls a function. What is secret of its answer is marked, and nothing else. */
export async function invoke(run: Run, request: InvokeRequest): Promise<InvokeResponse> {
  const token = request.getTok()
  const lookup = [...lookups.values()].find(({ name }) => functionToken(name) === token)
  if (!lookup) {
    throw new ScaleboxError({ code: "invalid", message: `scalebox has no function ${token}` })
  }
  const { value: args } = decoded(request.getArgs())
  const response = new InvokeResponse()
  const known = Object.keys(lookup.args)
  const reasons = Object.entries(args).flatMap(([name, value]) => {
    if (!known.includes(name)) return [`${name} is not a known argument${suggestion(name, known)}`]
    return value === unknown ? [`${name} is not known yet`] : []
  })
  response.setFailuresList(checkFailures(reasons.map((reason) => `${lookup.name}: ${reason}`)))
  if (reasons.length > 0) return response
  const { client } = run.session
  const deadline = client.clock.now() + defaultSeconds.look * 1000
  const result = await lookup.call(client, args as never, { deadline, signal: run.signal })
  const marks = Object.fromEntries((lookup.secrets ?? []).map((name) => [name, true] as const))
  response.setReturn(encoded({ ...result }, marks))
  return response
}
