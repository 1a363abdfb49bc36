import fc from "fast-check"
import { type Kind, kinds as namesByKind } from "../../provider/src/resources/kinds"
import type { Properties } from "../../provider/src/resources/properties"
import { unknown } from "../../provider/src/resources/properties"
import { inputNames as sandboxInputs } from "../../provider/src/resources/sandbox/changes"
import { inputNames as poolInputs } from "../../provider/src/resources/sandbox-pool/changes"
import { inputNames as portInputs } from "../../provider/src/resources/sandbox-port/changes"
import { inputNames as powerStateInputs } from "../../provider/src/resources/sandbox-power-state/changes"
import { inputNames as projectInputs } from "../../provider/src/resources/sandbox-project-assignment/changes"
import { inputNames as templateInputs } from "../../provider/src/resources/sandbox-template/changes"

/** Names that every resource knows on its own level, and those that occur deeper. */
export const inputs: Record<Kind, readonly string[]> = {
  sandbox: sandboxInputs,
  sandboxPool: poolInputs,
  sandboxPort: portInputs,
  sandboxPowerState: powerStateInputs,
  sandboxProjectAssignment: projectInputs,
  sandboxTemplate: templateInputs,
}
export const deeper = [
  "uri",
  "mountPoint",
  "accessKey",
  "secretKey",
  "region",
  "endpoint",
  "port",
  "name",
  "protocol",
  "servicePort",
  "force",
  "autoDetect",
]
export const kinds = Object.keys(namesByKind) as Kind[]
/** Keys that code which looks into objects carelessly trips over. */
export const key = fc.oneof(
  fc.constantFrom(
    "constructor",
    "toString",
    "valueOf",
    "__proto__",
    "hasOwnProperty",
    "length",
    "then",
    "toJSON",
  ),
  fc.constantFrom("", " ", "a.b", "a: b", "[0]", "0", 'quo"te', "line\nbreak", ...deeper),
  fc.string({ unit: "grapheme" }),
)

/** Everything a program can hold, and more than the engine's protocol lets through. */
const leaf = fc.oneof(
  fc.constantFrom(null, undefined, true, false, Number.NaN, Number.POSITIVE_INFINITY, -0, unknown, ""),
  fc.bigInt(),
  fc.double(),
  fc.integer(),
  fc.string({ unit: "grapheme" }),
)
/** Rare, as it takes longer than all the rest. */
const huge = fc.constant("x".repeat(1e6))
export const { anything } = fc.letrec<{ anything: unknown }>((tie) => ({
  anything: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    { weight: 50, arbitrary: leaf },
    { weight: 1, arbitrary: huge },
    { weight: 50, arbitrary: fc.array(tie("anything"), { maxLength: 4 }) },
    { weight: 50, arbitrary: fc.dictionary(key, tie("anything"), { maxKeys: 5, noNullPrototype: false }) },
  ),
}))

/** What is right in some place, so that the check gets beyond the first faults. */
const plausible = fc.oneof(
  fc.constantFrom("sbx-1", "web", "paused", "running", "TCP", "base", "japan", "public", 80, 300, 3600, true),
  fc.constant({ region: "us-east", force: true }),
  fc.dictionary(key, fc.string(), { maxKeys: 5 }),
  fc.array(fc.record({ port: fc.integer({ min: 0, max: 9 }), name: fc.constantFrom("a", "b") }), {
    maxLength: 3,
  }),
  fc.array(
    fc.record({
      uri: fc.constantFrom("s3://bucket", "bucket"),
      mountPoint: fc.constantFrom("/mnt", "mnt"),
      accessKey: anything,
      secretKey: fc.constant("secret"),
    }),
    { maxLength: 2 },
  ),
)

/** Anything for each input, and for some that there are not. */
export const declaration = (kind: Kind) =>
  fc
    .tuple(
      fc.record(
        Object.fromEntries(inputs[kind].map((name) => [name, fc.oneof(plausible, anything)])) as Record<
          string,
          fc.Arbitrary<unknown>
        >,
        { requiredKeys: [] },
      ),
      fc.dictionary(key, anything, { maxKeys: 3 }),
    )
    .map(([known, odd]): Properties => Object.fromEntries([...Object.entries(known), ...Object.entries(odd)]))

/** A sandbox of a pool in the state, or nearly one. */
export const member = fc.record(
  {
    id: fc.oneof(fc.string({ minLength: 1 }), anything),
    index: fc.oneof(fc.integer({ min: 0, max: 5 }), anything),
    status: fc.oneof(fc.constantFrom("running", "failed", "starting"), anything),
    timeoutAt: fc.oneof(fc.constantFrom("2000-01-01T00:00:00Z", "2999-01-01T00:00:00Z"), anything),
  },
  { requiredKeys: [] },
)
