import { spawnSync } from "node:child_process"
import { parse } from "yaml"
import { readSchema } from "../../support/schema"
import { blocks, pages } from "./pages"

const schema = readSchema()

/** The resource that a page is about, by the name of the page; none for other pages. */
const kindOf = (path: string) => {
  const name = /^docs\/([\w-]+)\.md$/.exec(path)?.[1] ?? ""
  return Object.keys(schema.resources)
    .map((token) => token.split(":")[2] ?? "")
    .find((kind) => kind.replaceAll(/(?<=[a-z])[A-Z]/g, "-$&").toLowerCase() === name)
}

const about = pages().flatMap(({ path, text }) => {
  const kind = kindOf(path)
  return kind ? [{ kind, text }] : []
})

test("every resource has a page with a program in each language that declares it, and its import", () => {
  expect(about.map(({ kind }) => `scalebox:index:${kind}`).sort()).toEqual(
    Object.keys(schema.resources).sort(),
  )
  for (const { kind, text } of about) {
    const of = (language: string) => blocks(text, [language]).map(({ code }) => code)
    expect(of("ts")[0]).toContain(`new scalebox.${kind}(`)
    expect(of("python")).toEqual([expect.stringContaining(`scalebox.${kind}(`)])
    expect(of("go")).toEqual([expect.stringContaining(`scalebox.New${kind}(ctx, `)])
    expect(of("yaml")).toEqual([expect.stringContaining(`type: scalebox:${kind}\n`)])
    expect(text).toContain(`\`pulumi import scalebox:index:${kind} taken `)
  }
})

describe("Programs in the pages", () => {
  const programs = (language: string) =>
    pages().flatMap(({ path, text }) => blocks(text, [language]).map(({ code }) => ({ path, code })))

  test("in Python have no fault that the compiler sees", () => {
    const codes = programs("python").map(({ code }) => code)
    expect(codes.length).toBeGreaterThan(6)
    const script = "import json, sys\nfor code in json.load(sys.stdin): compile(code, 'page', 'exec')"
    const { error, status, stderr } = spawnSync("python3", ["-c", script], {
      input: JSON.stringify(codes),
      encoding: "utf8",
    })
    // Who has no Python can work on the rest.
    if (error && Reflect.get(error, "code") === "ENOENT") return
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" })
  })

  test("in YAML name properties that the schema has", () => {
    const declared = programs("yaml").flatMap(({ path, code }) => {
      const { resources = {} } = parse(code) as {
        resources?: Record<string, { type: string; properties?: object }>
      }
      return Object.values(resources).map(({ type, properties = {} }) => ({ path, type, properties }))
    })
    expect(declared.length).toBeGreaterThan(10)
    for (const { path, type, properties } of declared) {
      const { inputProperties = {}, requiredInputs = [] } =
        schema.resources[type.replace(":", ":index:")] ?? {}
      const unknown = Object.keys(properties).filter((name) => !(name in inputProperties))
      const missing = requiredInputs.filter((name) => !(name in properties))
      expect({ path, type, unknown, missing }).toEqual({ path, type, unknown: [], missing: [] })
    }
  })
})
