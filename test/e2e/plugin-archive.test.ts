import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { run } from "../support/command"
import { expectInstalledWorks } from "../support/installed-plugin"
import { releasedPlugin } from "../support/packed"
import { pluginFolder } from "../support/plugin"

test("The plugin works if Pulumi has installed it from an archive, whatever NODE_OPTIONS says", async () => {
  const folder = mkdtempSync(join(tmpdir(), "scalebox-archive-"))
  const own = join(folder, "plugin.tar.gz")
  await run("tar", ["-czf", own, "-C", pluginFolder, "."], { cwd: folder })
  await expectInstalledWorks(releasedPlugin() ?? own)
  rmSync(folder, { recursive: true })
})
