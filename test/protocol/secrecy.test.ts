import { facts } from "../../provider/src/resources/facts"
import { type Kind, kinds } from "../../provider/src/resources/kinds"
import { isSecret, secret, type Wire } from "../support/engine"
import fc from "../support/fast-check"
import { about, plugged } from "../support/plugin-stage"

const { stage } = plugged()

/** A text that nobody may see. Each occurs once in a declaration. */
const hidden = /^never-show-/

/** Every text in plain sight that nobody may see. */
function leaks(value: unknown): string[] {
  if (typeof value === "string") return hidden.test(value) ? [value] : []
  if (value === null || typeof value !== "object" || isSecret(value)) return []
  return Object.values(value).flatMap(leaks)
}

/** Paths of what is secret. */
function secretPaths(value: unknown, path: readonly string[] = []): string[] {
  if (isSecret(value)) return [path.join(".")]
  if (value === null || typeof value !== "object") return []
  return Object.entries(value).flatMap(([key, inner]) => secretPaths(inner, [...path, key]))
}

let count = 0
const never = () => `never-show-${count++}`

/** A text that may be secret, by itself. */
const text = fc.boolean().map((isHidden) => (isHidden ? secret(never()) : "plain"))
const map = fc.dictionary(fc.constantFrom("A", "B", "C"), text, { noNullPrototype: true, maxKeys: 3 })
const perhapsWhole = (inner: fc.Arbitrary<unknown>) =>
  fc.tuple(inner, fc.boolean()).map(([value, isWhole]) => (isWhole ? secret(value) : value))

const mount = fc.record({
  uri: fc.constantFrom("s3://bucket", secret("s3://never")),
  mountPoint: fc.constant("/data"),
  accessKey: fc.constantFrom("never-show-access", secret("never-show-access")),
  secretKey: fc.constantFrom("never-show-key", secret("never-show-key")),
  endpoint: fc.constant("https://s3.test"),
  region: fc.constant("eu"),
})

const declaration = fc.record(
  {
    description: text,
    name: fc.constantFrom("web", secret("secret-name")),
    metadata: perhapsWhole(map),
    envVars: perhapsWhole(
      fc.dictionary(fc.constantFrom("A", "B"), fc.constant("never-show-variable"), {
        maxKeys: 2,
        noNullPrototype: true,
      }),
    ),
    customPorts: fc.array(
      fc.record({ port: fc.constant(8080), name: fc.constantFrom("web", secret("hide")) }),
      {
        maxLength: 1,
      },
    ),
    objectStorage: perhapsWhole(mount),
    timeout: fc.constantFrom(600, secret(600)),
  },
  { requiredKeys: [] },
)

test("No marked value is ever in plain sight, and nothing is more secret than it must be", async () => {
  const { engine } = await stage()
  const target = about("Sandbox")
  await fc.assert(
    fc.asyncProperty(declaration, async (declared: Wire) => {
      const { inputs, failures } = await engine.check(target, { ...declared, waitForRunning: false })
      expect(failures).toEqual([])
      const preview = await engine.create(target, inputs, { preview: true })
      const { id, properties } = await engine.create(target, inputs)
      const read = await engine.read(target, id, properties, inputs)
      const news = { ...inputs, timeout: 900 }
      const after = await engine.update(target, id, { olds: read.properties, news, oldInputs: inputs })
      for (const answer of [inputs, preview.properties, properties, read.properties, read.inputs, after]) {
        expect(leaks(answer)).toEqual([])
      }
      // Secret are the marked ones and those that always are; each name of an output that shows an input again follows it.
      const given = new Set(secretPaths(declared).map((path) => path.split(".")[0]))
      const { secretInputs, secretOutputs, echoes } = facts.sandbox
      const allowed = new Set([
        ...given,
        ...Object.keys(secretInputs),
        ...secretOutputs,
        ...Object.entries(echoes)
          .filter(([, names]) => names.some((name) => given.has(name)))
          .map(([output]) => output),
      ])
      const roots = secretPaths(read.properties).map((path) => path.split(".")[0])
      expect(roots.filter((root) => !allowed.has(root ?? ""))).toEqual([])
      // Inside of what was marked in part, the rest stays readable.
      const marked = (value: Wire) => secretPaths({ metadata: value.metadata }).sort()
      expect(marked(read.properties)).toEqual(marked(declared))
      expect(marked(inputs)).toEqual(marked(declared))
    }),
    { numRuns: 40 },
  )
})

test("Functions mark what is secret of their answer, and nothing else", async () => {
  const { engine } = await stage()
  const { inputs } = await engine.check(about("Sandbox"), { envVars: { A: "never-show-variable" } })
  const { id } = await engine.create(about("Sandbox"), inputs)
  const { result } = await engine.invoke("scalebox:index:getSandbox", { sandboxId: id })
  expect(leaks(result)).toEqual([])
  expect(secretPaths(result).sort()).toEqual(["envVars", "envdAccessToken"])
  const all = await engine.invoke("scalebox:index:getSandboxes", {})
  expect(secretPaths(all.result)).toEqual([])
  expect(JSON.stringify(all.result)).not.toContain("never-show")
})

test.each(Object.keys(kinds) as Kind[])("Every secret output of %s is one of its properties", (kind) => {
  const { inputs, outputs, secretInputs, secretOutputs, echoes } = facts[kind]
  const known = [...inputs, ...outputs]
  expect([...secretOutputs, ...Object.keys(echoes)].filter((name) => !known.includes(name))).toEqual([])
  expect(Object.keys(secretInputs).filter((name) => !inputs.includes(name))).toEqual([])
})
