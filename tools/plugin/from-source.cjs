// What Pulumi runs if it takes the plugin from this repository, by PulumiPlugin.yaml and the `main` of package.json.
// The build comes first and tells of itself on stderr: the first line of stdout is the port.
async function start() {
  const { ensureBuilt } = await import("../workspace.mjs")
  await ensureBuilt()
  require("../../provider/dist/plugin/start.js")
}

start()
