import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fakeCommands, temporaryFolder } from "./fake-commands"
import { inNode, root } from "./in-node"

const check = (path: string, files: string[]) =>
  inNode("workflows.mjs", "tool.checkWorkflows(input.env, input.files)", {
    input: { env: { PATH: path, XDG_CACHE_HOME: temporaryFolder() }, files },
  })

/** Builds a check that refuses the file bad.yml. */
const go = `case "$1" in
  env) echo go1.99.0 ;;
  build)
    while [ "$1" != -o ]; do shift; done
    printf '#!/bin/sh\\nfor file; do :; done\\necho "$file"\\ntest "$file" != bad.yml\\n' >"$2"
    chmod +x "$2" ;;
esac`
const path = () => `${fakeCommands({ go })}:${process.env.PATH}`

test("checkWorkflows tells what the check says of a file", async () => {
  expect(await check(path(), ["good.yml"])).toMatchObject({ code: 0 })
  expect(await check(path(), ["bad.yml"])).toMatchObject({ code: 1, output: "bad.yml\n" })
})

test("checkWorkflows is skipped without Go, and says so", async () => {
  expect(await check(temporaryFolder(), [])).toMatchObject({ code: 0, note: "skipped: no Go" })
})

test("checkWorkflows fails if the check cannot be built", async () => {
  const broken = 'if [ "$1" = env ]; then echo go1.99.0; else echo "no route to host" >&2; exit 1; fi'
  const found = await check(fakeCommands({ go: broken }), [])
  expect(found).toMatchObject({ code: 1, output: expect.stringContaining("no route to host") })
})

describe("Every workflow", () => {
  const files = inNode<string[]>("workflows.mjs", "tool.workflows()")
  const texts = async () =>
    (await files).map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }))

  test("is checked, those of the examples too", async () => {
    expect(await files).toEqual(
      expect.arrayContaining([
        join(".github", "workflows", "ci.yml"),
        join("examples", "preview-environment", ".github", "workflows", "preview.yml"),
      ]),
    )
  })

  test("uses actions by their commit, with the version in a comment, the same everywhere", async () => {
    const used = (await texts()).flatMap(({ file, text }) =>
      [...text.matchAll(/uses: (\S+?)(?:@(.*))?$/gm)].map(([, action = "", ref = ""]) => ({
        file,
        action,
        ref,
      })),
    )
    expect(used.length).toBeGreaterThan(10)
    expect(used.filter(({ ref }) => !/^[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(ref))).toEqual([])
    const pins = new Set(used.map(({ action, ref }) => `${action}@${ref}`))
    expect(pins.size).toBe(new Set(used.map(({ action }) => action)).size)
  })

  test("gives rights by the job, and none by default but to read", async () => {
    const open = (await texts()).filter(
      ({ text }) => !/^permissions:(?: \{\}|\n {2}contents: read)$/m.test(text),
    )
    expect(open.map(({ file }) => file)).toEqual([])
  })
})
