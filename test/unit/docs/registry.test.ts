import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "yaml"
import { configurationKeys, environment } from "../../../provider/src/client/configuration"
import { readSchema } from "../../support/schema"
import { root } from "./pages"

// What the Pulumi registry asks of a package: https://github.com/pulumi/registry/blob/master/docs/adding-a-new-package.md

const schema = readSchema()

interface RegistryPage {
  head: Record<string, unknown>
  body: string
}

function read(name: string): RegistryPage {
  const text = readFileSync(join(root, "docs", name), "utf8")
  const [, head = "", body = ""] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(text) ?? []
  return { head: parse(head) ?? {}, body }
}

const overview = read("_index.md")
const installation = read("installation-configuration.md")

/** The body without its code, in which a line may look like a heading. */
const prose = (body: string) => body.replaceAll(/^```[\s\S]*?^```$/gm, "")
const sections = (body: string) => [...prose(body).matchAll(/^## (.+)$/gm)].map(([, title]) => title)

describe.each([
  ["overview", overview],
  ["installation", installation],
])("The page %s of the registry", (_, { head, body }) => {
  test("begins with what the registry shows of it", () => {
    expect(head).toEqual({
      title: expect.stringMatching(/^.{1,60}$/),
      meta_desc: expect.stringContaining(schema.displayName),
      layout: "package",
    })
  })

  test("leaves the first heading to the registry", () => {
    expect(prose(body)).not.toMatch(/^# /m)
  })

  test("has no link or picture that leads nowhere there", () => {
    const faults = body
      .split("\n")
      .filter((line) =>
        [
          /<img[^>]+src=["'](\.|\/|[^h])/,
          /!\[[^\]]*\]\((\.|\/)/,
          /<a[^>]+href="(\.|\/)/,
          /\]\((?!https?:\/\/)/,
        ].some((pattern) => pattern.test(line)),
      )
    expect(faults).toEqual([])
  })

  test("names every setting, whether it is needed, and its environment variable", () => {
    for (const key of configurationKeys) {
      const line = body.split("\n").find((one) => one.startsWith(`- \`${key}\` (`)) ?? ""
      expect(line).toMatch(key === "apiKey" ? /\(Optional, Secret\)/ : /\(Optional\)/)
      expect(line).toContain(environment[key] ?? "")
    }
  })
})

describe("The overview of the registry", () => {
  test("has the name of the package and the sections that are wanted, in order", () => {
    expect(overview.head.title).toBe(schema.displayName)
    expect(sections(overview.body)).toEqual(["Installation", "Example Usage", "Configuration"])
    expect(overview.body.trimStart()).toMatch(/^The ScaleBox provider for Pulumi lets you /)
  })

  test("has a tab for each language that its choosers name, with the right delimiters", () => {
    const choosers = [
      ...overview.body.matchAll(/{{< chooser language "([^"]+)" >}}([\s\S]*?){{< \/chooser >}}/g),
    ]
    expect(choosers).toHaveLength(2)
    for (const [, languages = "", inside = ""] of choosers) {
      const tabs = [...inside.matchAll(/{{% choosable language (\w+) %}}\n([\s\S]*?){{% \/choosable %}}/g)]
      expect(tabs.map(([, language]) => language)).toEqual(languages.split(","))
      for (const [, , content = ""] of tabs) expect(content).toMatch(/^```\w+\n[\s\S]+?^```$/m)
    }
    const codes = overview.body.match(/{{[<%].*?[>%]}}/g) ?? []
    const wellFormed =
      /^{{(< (chooser language "[\w,]+"|\/chooser) >|% (choosable language \w+|\/choosable) %)}}$/
    expect(codes.filter((code) => !wellFormed.test(code))).toEqual([])
  })

  test("shows how to set the key", () => {
    expect(overview.body).toContain("pulumi config set --secret scalebox:apiKey ")
  })
})

test("the page of the installation has commands to copy, for the plugin, the stack and the environment", () => {
  expect(sections(installation.body)).toEqual(["Installation", "Configuration"])
  expect(installation.body).toContain("https://www.npmjs.com/package/pulumi-scalebox")
  for (const command of [
    "pulumi plugin install resource scalebox ",
    "pulumi config set --secret scalebox:apiKey ",
    "export SCALEBOX_API_KEY=",
  ]) {
    expect(installation.body).toContain(`\n${command}`)
  }
})

test("the schema says what the registry lists", () => {
  const { name: manifestName, version } = JSON.parse(
    readFileSync(join(root, "provider", "package.json"), "utf8"),
  ) as { name: string; version: string }
  const { name, publisher, description, keywords, language } = schema
  // The registry takes the name of the package from that of the repository.
  expect(`pulumi-${name}`).toBe(manifestName)
  expect({ publisher, description }).toEqual({
    publisher: expect.stringMatching(/./),
    description: expect.stringMatching(/.{20,}/),
  })
  const categories = keywords.filter((word) => word.startsWith("category/"))
  expect(categories).toEqual(["category/cloud"])
  expect(keywords).toContain("kind/native")
  expect(Object.keys(language).sort()).toEqual(["csharp", "go", "java", "nodejs", "python"])
  // A version in the file would have to be that of the tag; the build fills it in.
  expect("version" in schema ? Reflect.get(schema, "version") : version).toBe(version)
  expect(Reflect.get(schema, "logoUrl") ?? "https://").toMatch(/^https:\/\//)
})
