import fc from "fast-check"
import type { Kind } from "../../provider/src/resources/kinds"
import type { Properties } from "../../provider/src/resources/properties"
import type { inputNames as sandboxInputs } from "../../provider/src/resources/sandbox/changes"
import type { inputNames as poolInputs } from "../../provider/src/resources/sandbox-pool/changes"
import type { inputNames as portInputs } from "../../provider/src/resources/sandbox-port/changes"
import type { inputNames as templateInputs } from "../../provider/src/resources/sandbox-template/changes"
import { key } from "./any-declaration"

const texts = fc.dictionary(
  key.filter((name) => name !== "__proto__"),
  fc.string({ unit: "grapheme" }),
)
const id = fc.string({ minLength: 1 })
const portNumber = fc.integer({ min: 1, max: 65_535 })
const portName = fc.stringMatching(/^[a-z][a-z0-9]{0,14}$/)
const port = {
  port: portNumber,
  name: portName,
  protocol: fc.constantFrom("TCP", "udp", "WebRTC"),
  servicePort: portNumber,
}
const ports = fc.uniqueArray(fc.record(port, { requiredKeys: ["port", "name"] }), {
  comparator: (one, other) => one.port === other.port || one.name === other.name,
  maxLength: 4,
})
const mount = fc.record({
  uri: id.map((bucket) => `s3://${bucket.replaceAll("/", "-")}`),
  mountPoint: fc.string().map((path) => `/${path}`),
  accessKey: id,
  secretKey: id,
  region: id,
})
const whole = (min: number) => fc.integer({ min, max: 100_000 })
const any = { requiredKeys: [] }

const settings = {
  description: fc.string({ unit: "grapheme" }),
  template: fc.string(),
  projectId: fc.string(),
  cpuCount: whole(1),
  memoryMb: whole(128),
  storageGb: whole(1),
  timeout: fc.integer({ min: 60, max: 86_400 }),
  envVars: texts,
  metadata: texts,
  secure: fc.boolean(),
  allowInternetAccess: fc.boolean(),
  objectStorage: fc.oneof(
    mount,
    fc.uniqueArray(mount, { maxLength: 3, selector: ({ mountPoint }) => mountPoint.replace(/\/+$/, "") }),
  ),
  objectStorageDirectMount: fc.boolean(),
  s3fsExecutablePath: fc.string(),
  customPorts: ports,
  locality: fc.constantFrom({ region: "us-east", force: true }, { autoDetect: true }, {}),
  autoPause: fc.boolean(),
  netProxyCountry: fc.constantFrom("japan", "france"),
  waitForRunning: fc.boolean(),
}

/** Declarations without a fault. */
export const right: Record<Kind, fc.Arbitrary<Properties>> = {
  sandbox: fc.record(
    { name: fc.string({ maxLength: 24 }), ...settings } satisfies Record<
      (typeof sandboxInputs)[number],
      fc.Arbitrary<unknown>
    >,
    any,
  ),
  sandboxPool: fc.record(
    {
      count: fc.integer({ min: 0, max: 5_000 }),
      namePrefix: fc.string({ maxLength: 19 }),
      ...settings,
    } satisfies Record<(typeof poolInputs)[number], fc.Arbitrary<unknown>>,
    { requiredKeys: ["count"] },
  ),
  sandboxPort: fc.record(
    { sandboxId: id, ...port } satisfies Record<(typeof portInputs)[number], fc.Arbitrary<unknown>>,
    { requiredKeys: ["sandboxId", "port", "name"] },
  ),
  sandboxPowerState: fc.record({ sandboxId: id, state: fc.constantFrom("running", "paused") }),
  sandboxProjectAssignment: fc.record({ sandboxId: id, projectId: id }),
  sandboxTemplate: fc.record(
    {
      sandboxId: id,
      name: fc.string({ minLength: 4, maxLength: 32 }),
      description: fc.string(),
      visibility: fc.constantFrom("private", "account_shared", "public"),
      cpuCount: whole(1),
      memoryMb: whole(128),
      ports,
      readyCommand: fc.dictionary(
        key.filter((name) => name !== "__proto__"),
        fc.jsonValue(),
      ),
      customCommand: fc.string(),
    } satisfies Record<(typeof templateInputs)[number], fc.Arbitrary<unknown>>,
    { requiredKeys: ["sandboxId", "name"] },
  ),
}
