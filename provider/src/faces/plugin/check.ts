import { createHash } from "node:crypto"
import { type CheckRequest, CheckResponse } from "@pulumi/pulumi/proto/provider_pb"
import { isScaleboxError } from "../../client"
import type { Facts } from "../../resources/facts"
import type { Checked, Lifecycle } from "../../resources/lifecycle"
import { isNew, type Properties } from "../../resources/properties"
import { hiddenKey, hiddenOf, plain } from "../hidden"
import { checkFailures } from "./check-failures"
import type { Marks } from "./marks"
import { named } from "./names"
import type { Run } from "./run"
import { markedInputs } from "./secrecy"
import { decoded, encoded } from "./values"

/** Whose check it is. */
interface Checker {
  urn: string
  lifecycle: Lifecycle
  facts: Facts
}

/** The inputs with their defaults, or what is wrong with them. */
export async function check(
  run: Run,
  { urn, lifecycle, facts }: Checker,
  request: CheckRequest,
): Promise<CheckResponse> {
  const [olds, news] = [decoded(request.getOlds()), decoded(request.getNews())]
  const before = hiddenOf(olds.value)
  const isImported = before.imported ?? (!isNew(olds.value) && !before.owner)
  const context = {
    ...run.context(urn, { operation: "look", owner: before.owner, nonce: before.nonce ?? nonceOf(request) }),
    isImported,
  }
  const { inputs: given, failure } = named(facts, request, plain(olds.value), plain(news.value))
  const checked = await checking(run, () => lifecycle.check(context, plain(olds.value), given))
  const failures = [...(failure ? [failure] : []), ...checked.failures]
  if (failures.length > 0) return response(news.value, news.marks, failures)
  const hidden = {
    owner: context.owner,
    ...(lifecycle.isMarked && !isImported && { nonce: context.nonce }),
    ...(isImported && { imported: true }),
  }
  const warning = run.leftOut.warningFor(urn, news.value)
  if (warning) context.log.warn(warning)
  const marks = markedInputs(facts, checked.inputs, news, olds)
  return response({ ...checked.inputs, [hiddenKey]: hidden }, marks, [])
}

/** A wrong configuration is shown like a wrong input, at each resource. */
async function checking(run: Run, work: () => Promise<Checked>): Promise<Checked> {
  try {
    return await work()
  } catch (error) {
    if (!isScaleboxError(error)) throw error
    return { inputs: {}, failures: [run.errors.messageOf(error)] }
  }
}

function response(inputs: Properties, marks: Marks, reasons: readonly string[]): CheckResponse {
  const answer = new CheckResponse()
  answer.setInputs(encoded(inputs, marks))
  answer.setFailuresList(checkFailures(reasons))
  return answer
}

/** The same in a preview and in the `up` of its plan. Undefined without a seed, as `pulumi do` asks. */
function nonceOf(request: CheckRequest): string | undefined {
  const seed = request.getRandomseed_asU8()
  if (seed.length === 0) return undefined
  const hash = createHash("sha256").update(seed).update(request.getUrn()).digest("base64url")
  return hash.slice(0, nonceLength)
}

/** As hard to meet twice as a UUID. */
const nonceLength = 16
