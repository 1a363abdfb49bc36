import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "yaml"
import { root } from "./in-node"

const folder = join(root, ".github")
const read = (...path: string[]): unknown => parse(readFileSync(join(folder, ...path), "utf8"))

interface Form {
  name: string
  description: string
  body: { type: string; id?: string; attributes: { label?: string; value?: string } }[]
}

test("Forms of issues ask for what GitHub can show", () => {
  const forms = readdirSync(join(folder, "ISSUE_TEMPLATE")).filter((name) => name !== "config.yml")
  expect(forms.sort()).toEqual(["bug.yml", "idea.yml"])
  for (const form of forms.map((name) => read("ISSUE_TEMPLATE", name) as Form)) {
    expect(form.name && form.description).toMatch(/\w/)
    const fields = form.body.filter(({ type }) => type !== "markdown")
    expect(
      fields.filter(({ type }) => !["textarea", "input", "dropdown", "checkboxes"].includes(type)),
    ).toEqual([])
    expect(new Set(fields.map(({ id }) => id)).size).toBe(fields.length)
    expect(fields.filter(({ attributes }) => !attributes.label)).toEqual([])
  }
})

test("Dependabot looks at packages, at every folder of workflows, and at every Go module", () => {
  const { updates } = read("dependabot.yml") as {
    updates: { "package-ecosystem": string; directory?: string; directories?: string[] }[]
  }
  const of = (ecosystem: string) =>
    updates.flatMap((one) =>
      one["package-ecosystem"] === ecosystem ? (one.directories ?? [one.directory]) : [],
    )
  const tools = readdirSync(join(root, "tools"), { recursive: true, encoding: "utf8" })
  const modules = tools
    .filter((name) => name.endsWith("go.mod"))
    .map((name) => `/tools/${name.replace(/.go\.mod$/, "")}`)
  expect(of("npm")).toEqual(["/"])
  expect(of("github-actions")).toEqual(["/", "/examples/*/.github/workflows"])
  expect(of("gomod").sort()).toEqual(modules.sort())
})
