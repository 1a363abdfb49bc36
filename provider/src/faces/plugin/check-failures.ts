import { CheckFailure } from "@pulumi/pulumi/proto/provider_pb"

/** What is wrong, as the engine takes it. With a property, it would print that property's value, secrets in plain text. */
export const checkFailures = (reasons: readonly string[]): CheckFailure[] =>
  reasons.map((reason) => {
    const failure = new CheckFailure()
    failure.setReason(reason)
    return failure
  })
