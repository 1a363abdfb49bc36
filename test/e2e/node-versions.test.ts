import { delimiter, join } from "node:path"
import { run } from "../support/command"
import { EmulatorCommand } from "../support/emulator-command"
import { newerNodes, nodeFolder } from "../support/nodes"
import { root, smokeProgram } from "../support/packed"
import { Stack } from "../support/stack"

// The other tests run on the Node.js that runs them, which in CI is the oldest that the packages take.
test.concurrent.each(newerNodes)(
  "Program, provider, emulator and command run on Node.js %s",
  async (version) => {
    const bin = await nodeFolder(version)
    const server = new EmulatorCommand(["--boot-ms", "100"], join(bin, "node"))
    await server.start()
    try {
      const isMeant = `if (!process.version.startsWith("v${version}.")) throw new Error("This is " + process.version)\n`
      const PATH = [bin, process.env.PULUMI_ENGINE_DIR, process.env.PATH].filter(Boolean).join(delimiter)
      const stack = await Stack.create(server, `node-${version}`, {
        program: isMeant + smokeProgram,
        env: { PATH },
      })
      expect((await stack.mustUp()).plan).toEqual(["create dev", "create web"])
      expect(await server.sandboxes(stack.apiKey)).toMatchObject([{ name: "dev", status: "running" }])
      const command = [
        join(root, "provider", "dist", "cli", "main.js"),
        "recover",
        "--yes",
        "--stack",
        stack.name,
      ]
      const options = { cwd: stack.folder, env: stack.environment() }
      expect(await run(join(bin, "node"), command, options)).toContain("No pending operations")
      stack.dispose()
    } finally {
      await server.end()
    }
  },
)
