import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run } from "./command"
import { sharedEmulator } from "./emulator"
import { version } from "./plugin"
import { Stack } from "./stack"

const program = `name: installed
runtime: yaml
resources:
  dev:
    type: scalebox:Sandbox
    properties:
      timeout: 600
  web:
    type: scalebox:SandboxPort
    properties:
      sandboxId: \${dev.id}
      port: 8080
      name: web
outputs:
  url: \${web.url}
`

/**
 * Installs an archive of the plugin as a user does, and runs a program that names no plugin: up, up without a change,
 * destroy. NODE_OPTIONS holds an option meanwhile that would end every Node.js.
 */
export async function expectInstalledWorks(archive: string): Promise<void> {
  const home = mkdtempSync(join(tmpdir(), "scalebox-home-"))
  const stack = await Stack.create(await sharedEmulator(), "installed", {
    program: "",
    files: { "Pulumi.yaml": program },
    env: { PULUMI_HOME: home, NODE_OPTIONS: "--no-such-option" },
  })
  const args = ["plugin", "install", "resource", "scalebox", version, "--file", archive]
  await run("pulumi", args, { cwd: stack.folder, env: stack.environment() })
  expect((await stack.mustUp()).plan).toEqual(["create dev", "create web"])
  expect(stack.outputs()).toEqual({ url: expect.stringMatching(/^https:\/\/8080-/) })
  expect((await stack.mustUp("--expect-no-changes")).plan).toEqual([])
  await stack.end()
  rmSync(home, { recursive: true, force: true })
}
