import { homedir } from "node:os"
import { isAbsolute, join } from "node:path"
import { fileURLToPath } from "node:url"

/** The folder of this clone, without a slash at its end. */
export const root = fileURLToPath(new URL("..", import.meta.url)).replace(/[\\/]$/, "")

/** Where files that all clones of one user share are kept; XDG_CACHE_HOME counts on every platform. */
export function cacheFolder(env = process.env, platform = process.platform) {
  return join(userCacheFolder(env, platform), "pulumi-scalebox")
}

/** @param {NodeJS.ProcessEnv} env @param {NodeJS.Platform} platform */
function userCacheFolder(env, platform) {
  const xdg = env.XDG_CACHE_HOME
  // The XDG specification tells to ignore a relative path.
  if (xdg && isAbsolute(xdg)) return xdg
  if (platform === "darwin") return join(homedir(), "Library", "Caches")
  if (platform === "win32" && env.LOCALAPPDATA) return env.LOCALAPPDATA
  return join(homedir(), ".cache")
}
