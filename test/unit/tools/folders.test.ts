import { homedir } from "node:os"
import { join } from "node:path"
import { inNode } from "./in-node"

const cacheFolder = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform) =>
  inNode<string>("folders.mjs", "tool.cacheFolder(...input)", { input: [env, platform] })

test.each<[string, NodeJS.ProcessEnv, NodeJS.Platform, string]>([
  ["in XDG_CACHE_HOME", { XDG_CACHE_HOME: "/cache" }, "linux", "/cache"],
  ["in XDG_CACHE_HOME on macOS too", { XDG_CACHE_HOME: "/cache" }, "darwin", "/cache"],
  ["by default on Linux", {}, "linux", join(homedir(), ".cache")],
  ["with a relative XDG_CACHE_HOME", { XDG_CACHE_HOME: "cache" }, "linux", join(homedir(), ".cache")],
  ["by default on macOS", {}, "darwin", join(homedir(), "Library", "Caches")],
  ["on Windows", { LOCALAPPDATA: "/local" }, "win32", "/local"],
])("cacheFolder is right %s", async (_, env, platform, parent) => {
  expect(await cacheFolder(env, platform)).toBe(join(parent, "pulumi-scalebox"))
})
