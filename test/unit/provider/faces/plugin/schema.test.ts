import * as z from "zod"
import { configurationKeys, environment } from "../../../../../provider/src/client/configuration"
import {
  netProxyCountries,
  portConfig,
  sandboxSettingsShape,
  sandboxStatuses,
  templateSettingsShape,
  templateStatuses,
  templateVisibilities,
} from "../../../../../provider/src/contract"
import { lookups } from "../../../../../provider/src/functions"
import { facts } from "../../../../../provider/src/resources/facts"
import { type Kind, kinds } from "../../../../../provider/src/resources/kinds"
import { sandboxPoolInputs } from "../../../../../provider/src/resources/sandbox-pool/inputs"
import { powerStates } from "../../../../../provider/src/resources/sandbox-power-state/inputs"
import { readSchema } from "../../../../support/schema"

const schema = readSchema()
const token = (name: string) => `scalebox:index:${name}`

const resourceOf = (kind: Kind) => {
  const resource = schema.resources[token(kinds[kind])]
  if (!resource) throw new Error(`The schema has no ${kinds[kind]}`)
  return resource
}

const typeOf = (name: string) => {
  const type = schema.types[token(name)]
  if (!type) throw new Error(`The schema has no type ${name}`)
  return type
}

const functionOf = (name: string) => {
  const found = schema.functions[token(name)]
  if (!found) throw new Error(`The schema has no function ${name}`)
  return found
}

/** The names of those that are marked, in the order of the schema. */
const marked = (properties: Record<string, object>, mark: "secret" | "willReplaceOnChanges") =>
  Object.keys(properties).filter((name) => Reflect.get(properties[name] ?? {}, mark) === true)

/** Every object inside the schema, with its place. */
function* everything(value: unknown, place = "#"): Generator<[string, Record<string, unknown>]> {
  if (value === null || typeof value !== "object") return
  if (!Array.isArray(value)) yield [place, value as Record<string, unknown>]
  for (const [key, inner] of Object.entries(value)) yield* everything(inner, `${place}/${key}`)
}

describe("the resources of the schema", () => {
  test("are those that there are, and each can be listed and comes from its dynamic type", () => {
    expect(Object.keys(schema.resources)).toEqual(Object.values(kinds).map(token))
    for (const [kind, name] of Object.entries(kinds) as [Kind, string][]) {
      expect(resourceOf(kind)).toMatchObject({
        listInputs: { properties: {} },
        aliases: [{ type: `pulumi-nodejs:dynamic/scalebox:${name}` }],
      })
    }
  })

  test.each(Object.keys(kinds) as Kind[])("%s has every input and output, and no other", (kind) => {
    const { inputs, outputs } = facts[kind]
    expect(Object.keys(resourceOf(kind).inputProperties)).toEqual(inputs)
    expect(Object.keys(resourceOf(kind).properties)).toEqual([...inputs, ...outputs])
  })

  test.each(Object.keys(kinds) as Kind[])("%s says what a change replaces and what is secret", (kind) => {
    const { effects, secretInputs, secretOutputs } = facts[kind]
    const { inputProperties, properties } = resourceOf(kind)
    const replacing = Object.keys(effects).filter((name) => effects[name] === "replace")
    expect(marked(inputProperties, "willReplaceOnChanges")).toEqual(replacing)
    const whole = Object.keys(secretInputs).filter((name) => secretInputs[name] === "whole")
    expect(marked(inputProperties, "secret")).toEqual(whole)
    expect(marked(properties, "secret").sort()).toEqual([...secretOutputs].sort())
  })

  test("need what has no default, and take the id of a sandbox as a text", () => {
    const needed = Object.fromEntries(
      (Object.keys(kinds) as Kind[]).map((kind) => [kind, resourceOf(kind).requiredInputs]),
    )
    expect(needed).toEqual({
      sandbox: [],
      sandboxPool: ["count"],
      sandboxPort: ["sandboxId", "port"],
      sandboxPowerState: ["sandboxId", "state"],
      sandboxProjectAssignment: ["sandboxId", "projectId"],
      // One that was imported has no sandbox.
      sandboxTemplate: ["name"],
    })
    expect(resourceOf("sandboxPort").inputProperties.sandboxId).toMatchObject({ type: "string" })
  })

  test("take a list where TypeScript also takes one thing", () => {
    expect(resourceOf("sandbox").inputProperties.objectStorage).toMatchObject({
      type: "array",
      items: { $ref: "#/types/scalebox:index:ObjectStorageMount" },
    })
  })
})

describe("the types of the schema", () => {
  test("mark the keys of a mount as secret", () => {
    expect(marked(typeOf("ObjectStorageMount").properties, "secret")).toEqual(["accessKey", "secretKey"])
  })

  test("name the values that the contract allows", () => {
    const valuesOf = (name: string) =>
      typeOf(name)
        .enum?.map(({ value }) => value)
        .sort()
    expect(valuesOf("NetProxyCountry")).toEqual([...netProxyCountries].sort())
    expect(valuesOf("SandboxStatus")).toEqual([...sandboxStatuses].sort())
    expect(valuesOf("TemplateStatus")).toEqual([...templateStatuses].sort())
    expect(valuesOf("TemplateVisibility")).toEqual([...templateVisibilities].sort())
    expect(valuesOf("PowerState")).toEqual([...powerStates].sort())
    expect(typeOf("NetProxyCountry").enum).toContainEqual({ name: "HongKong", value: "hong-kong" })
  })

  test.each([
    ["Sandbox", sandboxSettingsShape, resourceOf("sandbox").inputProperties],
    ["SandboxPool", sandboxPoolInputs.shape, resourceOf("sandboxPool").inputProperties],
    ["SandboxTemplate", templateSettingsShape, resourceOf("sandboxTemplate").inputProperties],
    ["PortConfig", portConfig.shape, typeOf("PortConfig").properties],
  ])("%s: what must be a whole number is one, and the words state its limits", (_, shape, properties) => {
    const judged = z.toJSONSchema(z.object(shape), { io: "input", unrepresentable: "any" }).properties ?? {}
    const limited = Object.entries(judged).flatMap(([name, one]) =>
      typeof one === "object" && one.minimum !== undefined
        ? [{ name, limits: [one.minimum, one.maximum] }]
        : [],
    )
    expect(limited.length).toBeGreaterThan(1)
    for (const { name, limits } of limited) {
      expect({ name, type: properties[name]?.type }).toEqual({ name, type: "integer" })
      // What zod says of every whole number is no limit of ours.
      const said = limits.filter((limit) => limit !== undefined && limit < Number.MAX_SAFE_INTEGER)
      for (const limit of said) expect(properties[name]?.description).toContain(String(limit))
    }
  })

  test("have no member that is called as its class in C#, which would not compile", () => {
    const clashes = Object.entries(schema.types).flatMap(([token, { properties = {} }]) =>
      Object.entries(properties)
        .filter(([name]) => token.toLowerCase().endsWith(`:${name.toLowerCase()}`))
        .map(([name, { language }]) => ({ token, name, language })),
    )
    const language = { csharp: { name: "PortValue" } }
    expect(clashes).toEqual([{ token: "scalebox:index:Port", name: "port", language }])
  })

  test("are all there, and all used", () => {
    const used = [...everything(schema)].flatMap(([, { $ref }]) => (typeof $ref === "string" ? [$ref] : []))
    const known = Object.keys(schema.types).map((name) => `#/types/${name}`)
    expect([...new Set(used)].filter((ref) => ref !== "pulumi.json#/Any").sort()).toEqual(known.sort())
  })
})

describe("the functions of the schema", () => {
  test("are those that there are, with their arguments and secrets", () => {
    expect(Object.keys(schema.functions)).toEqual([...lookups.keys()].map(token))
    for (const [name, { args, secrets = [] }] of lookups) {
      const { inputs, outputs } = functionOf(name)
      expect(Object.keys(inputs.properties).sort()).toEqual(Object.keys(args).sort())
      expect(marked(outputs.properties, "secret").sort()).toEqual([...secrets].sort())
    }
  })

  test("give lists and open answers under a name", () => {
    expect(functionOf("getRegions").outputs.properties.regions).toMatchObject({
      type: "array",
      items: { $ref: "#/types/scalebox:index:Region" },
    })
    expect(functionOf("getSandboxMetricsChart").outputs.properties.chart).toMatchObject({
      type: "object",
      additionalProperties: { $ref: "pulumi.json#/Any" },
    })
  })

  test("hide every part of a TURN credential that holds the password", () => {
    expect(marked(functionOf("getTurnCredential").outputs.properties, "secret")).toEqual([
      "username",
      "credential",
      "iceServers",
    ])
  })
})

describe("the configuration in the schema", () => {
  test("has every setting, for the stack and for an explicit provider; only the key is secret", () => {
    expect(Object.keys(schema.config.variables)).toEqual(configurationKeys)
    expect(schema.provider.inputProperties).toEqual(schema.config.variables)
    expect(marked(schema.config.variables, "secret")).toEqual(["apiKey"])
    expect(schema.config.variables.maxConcurrency?.type).toBe("integer")
  })

  test("names environment variables in words: as defaults, they would copy the key into the state", () => {
    for (const [name, variable] of Object.entries(environment)) {
      expect(schema.config.variables[name]?.description).toContain(`\`${variable}\``)
    }
    const defaults = [...everything(schema)].filter(([, one]) => "defaultInfo" in one || "default" in one)
    expect(defaults).toEqual([])
  })
})

test("everything in the schema is described, in words that fit every language", () => {
  const texts = [...everything(schema)].flatMap(([place, { description }]) =>
    typeof description === "string" ? [{ place, description }] : [],
  )
  expect(texts.length).toBeGreaterThan(200)
  expect(texts.filter(({ description }) => description.length < 4)).toEqual([])
  expect(texts.filter(({ description }) => /Merged into|```|undefined|\bOutput\b/.test(description))).toEqual(
    [],
  )
})
