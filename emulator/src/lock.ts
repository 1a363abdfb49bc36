import { readFileSync, rmSync, writeFileSync } from "node:fs"

/** Whether a process of this machine lives. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"
  }
}

const onlyOwner = 0o600
/** Tells this process also from one that had the same id before it, as the first process of a container has. */
const self = `${process.pid} ${Math.round(performance.timeOrigin)}`

const isHeldBy = (holder: string) =>
  Number.parseInt(holder, 10) === process.pid ? holder === self : isAlive(Number.parseInt(holder, 10))

/**
 * A file beside the data file that holds the id of the process that uses it. Throws while another process that lives does;
 * what a killed one has left is taken over.
 */
export class Lock {
  private constructor(private readonly path: string) {}

  static take(dataFile: string): Lock {
    const path = `${dataFile}.lock`
    for (let tries = 0; ; tries += 1) {
      try {
        // "wx" makes the file, and follows no link.
        writeFileSync(path, self, { flag: "wx", mode: onlyOwner })
        return new Lock(path)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
        const holder = holderOf(path)
        if (isHeldBy(holder) || tries > 2) {
          const [pid] = holder.split(" ")
          throw new Error(`process ${pid} uses it: end it, or delete ${path} if that is no emulator`)
        }
        rmSync(path, { force: true })
      }
    }
  }

  release(): void {
    rmSync(this.path, { force: true })
  }
}

/** Nothing if the file is gone meanwhile. */
function holderOf(path: string): string {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return ""
  }
}
