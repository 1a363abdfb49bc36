import { execFile } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { temporaryFolder } from "./fake-commands"
import { inNode } from "./in-node"

async function launcher(): Promise<string> {
  const folder = temporaryFolder()
  await inNode("engine/launcher.mjs", "tool.writeLauncher(input)", { input: folder })
  return join(folder, "pulumi-resource-pulumi-nodejs")
}

test("launcher runs the dynamic provider of the working directory with all arguments", async () => {
  const program = temporaryFolder()
  const provider = join(program, "node_modules", "@pulumi", "pulumi", "cmd", "dynamic-provider")
  mkdirSync(provider, { recursive: true })
  writeFileSync(join(provider, "index.js"), "console.log(JSON.stringify(process.argv.slice(1)))")
  writeFileSync(join(program, "package.json"), '{ "type": "module" }')

  const args = ["127.0.0.1:1234", "--with", "two words"]
  const { stdout } = await promisify(execFile)(await launcher(), args, { cwd: program })
  expect(JSON.parse(stdout)).toEqual([join(provider, "index.js"), ...args])
})

test("launcher says what to install where @pulumi/pulumi is missing", async () => {
  const program = temporaryFolder()
  const running = promisify(execFile)(await launcher(), ["127.0.0.1:1234"], { cwd: program })
  await expect(running).rejects.toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringMatching(/^Install @pulumi\/pulumi in .*: it holds the dynamic provider\n$/),
  })
})
