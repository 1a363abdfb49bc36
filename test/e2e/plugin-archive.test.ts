import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run } from "../support/command"
import { expectInstalledWorks } from "../support/installed-plugin"
import { pluginFolder } from "../support/plugin"

test("The plugin works if Pulumi has installed it from an archive, whatever NODE_OPTIONS says", async () => {
  const folder = mkdtempSync(join(tmpdir(), "scalebox-archive-"))
  const archive = join(folder, "plugin.tar.gz")
  await run("tar", ["-czf", archive, "-C", pluginFolder, "."], { cwd: folder })
  await expectInstalledWorks(archive)
  rmSync(folder, { recursive: true })
})
