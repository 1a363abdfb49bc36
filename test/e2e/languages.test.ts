import { parse, stringify } from "yaml"
import { sharedEmulator } from "../support/emulator"
import { YamlStack } from "../support/yaml-stack"
import { blocks, pages } from "../unit/docs/pages"

interface Program {
  config?: object
  resources: object
  outputs?: object
}

/** The programs in YAML of the pages, without the head that names their project. */
const programs = pages().flatMap(({ path, text }) =>
  blocks(text, ["yaml"]).flatMap(({ code }) => {
    const { name: _, runtime, ...program }: Program & { name?: string; runtime?: string } = parse(code)
    return runtime === "yaml" ? [{ path, program }] : []
  }),
)

/** A program whose names begin with the prefix; settings keep theirs. */
function renamed({ config, resources, outputs = {} }: Program, prefix: string): Required<Program> {
  const names = Object.keys(resources)
  const withNames = (part: object) =>
    Object.fromEntries(
      Object.entries(part).map(([name, value]) => [
        `${prefix}${name}`,
        JSON.parse(
          JSON.stringify(value).replaceAll(/\$\{(\w+)/g, (whole, referred) =>
            names.includes(referred) ? `\${${prefix}${referred}` : whole,
          ),
        ),
      ]),
    )
  return { config: config ?? {}, resources: withNames(resources), outputs: withNames(outputs) }
}

test("the programs in YAML that the pages show are what the plugin takes", async () => {
  expect(programs.map(({ path }) => path)).toEqual(
    expect.arrayContaining(["docs/_index.md", "docs/dev-environment.md", "docs/sandbox.md"]),
  )
  // As one program, since each run of Pulumi costs a second.
  const parts = programs.map(({ program }, index) => renamed(program, `page${index}`))
  const whole = {
    config: Object.assign({}, ...parts.map(({ config }) => config)),
    resources: Object.assign({}, ...parts.map(({ resources }) => resources)),
    outputs: Object.assign({}, ...parts.map(({ outputs }) => outputs)),
  }
  const stack = await YamlStack.create(await sharedEmulator(), "pages", {
    program: stringify(whole),
    config: { token: "secret:text", s3AccessKey: "secret:access", s3SecretKey: "secret:key" },
  })
  const { code, output } = await stack.run(["preview"])
  // The stack is one more.
  const wanted = Object.keys(whole.resources).length + 1
  expect({ code, output }).toEqual({ code: 0, output: expect.stringContaining(`+ ${wanted} to create`) })
  stack.dispose()
})
