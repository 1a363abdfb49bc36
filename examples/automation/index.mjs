// @ts-check
import { fileURLToPath } from "node:url"
import * as automation from "@pulumi/pulumi/automation/index.js"
import * as scalebox from "pulumi-scalebox"

/**
 * Opens a sandbox, does a piece of work with it, and deletes it, however the work ends.
 * @template T
 * @param {string} name of the stack
 * @param {(sandbox: { id: string, url: string }) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function withSandbox(name, work) {
  const program = async () => {
    const sandbox = new scalebox.Sandbox("job", { template: "python-dev", timeout: 600 })
    const web = new scalebox.SandboxPort("web", { sandbox, port: 8080, name: "web" })
    return { id: sandbox.id, url: web.url }
  }
  // The provider is loaded from this folder, whose package.json names it.
  const stack = await automation.LocalWorkspace.createOrSelectStack(
    { stackName: name, projectName: "automation", program },
    { workDir: fileURLToPath(new URL(".", import.meta.url)) },
  )
  try {
    const { outputs } = await stack.up()
    return await work({ id: outputs.id?.value, url: outputs.url?.value })
  } finally {
    await stack.destroy()
    await stack.workspace.removeStack(name)
  }
}

// The first Ctrl-C lets the sandbox be deleted; Pulumi ends what it is doing by itself.
process.on("SIGINT", () => console.error("Ending: the sandbox is being deleted"))

const client = new scalebox.ScaleboxClient()
try {
  const report = await withSandbox(`job-${process.pid}`, async ({ id, url }) => {
    const { status, metrics } = await client.getMetrics(id)
    return `${id} was ${status} at ${url} and used ${metrics.at(-1)?.cpuUsedPct ?? 0} % of its CPU`
  })
  console.log(report)
} catch (error) {
  // Left to Pulumi, an error of an `up` would end the program with code 0.
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
