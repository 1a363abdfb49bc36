import { readdirSync, readFileSync } from "node:fs"

/** Milliseconds between two looks: often enough for a phase of a second, and cheap beside it. */
const every = 200

/**
 * Watches a process and all that it starts. The answer ends the watch and tells their highest common memory in bytes,
 * shared pages counted for each; undefined where the system has no /proc.
 * @param {number} pid
 */
export function watchMemory(pid) {
  let peak = 0
  const timer = setInterval(() => {
    peak = Math.max(peak, memoryOfTree(pid))
  }, every)
  return () => {
    clearInterval(timer)
    return peak || undefined
  }
}

/** @param {number} root */
function memoryOfTree(root) {
  /** @type {Map<number, number[]>} */
  const children = new Map()
  for (const pid of runningProcesses()) {
    const parent = parentOf(pid)
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid])
  }
  let bytes = 0
  const open = [root]
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    bytes += residentBytes(pid)
    open.push(...(children.get(pid) ?? []))
  }
  return bytes
}

const runningProcesses = () => {
  const names = process.platform === "linux" ? readdirSync("/proc") : []
  return names.filter((name) => /^\d+$/.test(name)).map(Number)
}

/** The text of a file of a process; empty where it has ended. @param {number} pid @param {string} name */
function processFile(pid, name) {
  try {
    return readFileSync(`/proc/${pid}/${name}`, "utf8")
  } catch {
    return ""
  }
}

/** @param {number} pid */
function parentOf(pid) {
  // The name of the command, in brackets, may hold spaces.
  const parent = /\) \S (\d+) /.exec(processFile(pid, "stat"))?.[1]
  return parent === undefined ? undefined : Number(parent)
}

/** @param {number} pid */
const residentBytes = (pid) => Number(/^VmRSS:\s+(\d+) kB/m.exec(processFile(pid, "status"))?.[1] ?? 0) * 1024
