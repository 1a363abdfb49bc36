import {
  appendFileSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs"

const onlyOwner = 0o600

/** Differs after every change. */
export function versionOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat ? `${stat.ino} ${stat.size} ${stat.mtimeMs}` : "none"
}

/** The new file is complete before it takes the place of the old one. */
export function replaceFile(path: string, text: string): number {
  const next = `${path}.tmp`
  // What a crash has left, or somebody else has put there: "wx" makes the file and follows no link.
  rmSync(next, { force: true })
  const descriptor = openSync(next, "wx", onlyOwner)
  fchmodSync(descriptor, onlyOwner)
  appendFileSync(descriptor, text)
  fsyncSync(descriptor)
  renameSync(next, path)
  return descriptor
}

/** Empty if there is no file. Throws for a link or a device, which may lead anywhere, or wait for ever. */
export function readRegularFile(path: string): string {
  const descriptor = openIfThere(path)
  if (descriptor === undefined) return ""
  try {
    if (!fstatSync(descriptor).isFile()) throw new Error("it is no regular file")
    return readFileSync(descriptor, "utf8")
  } finally {
    closeSync(descriptor)
  }
}

function openIfThere(path: string): number | undefined {
  try {
    // Windows has neither of the last two.
    return openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0))
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === "ENOENT") return undefined
    if (code === "ELOOP") throw new Error("it is a link: name the file that it leads to", { cause: error })
    throw error
  }
}
