import { appendFileSync, closeSync } from "node:fs"
import { z } from "zod"
import { Lock } from "./lock"
import { type Sandbox, type StoredSandbox, storedSandbox, type Template, template } from "./record"
import { readRegularFile, replaceFile, versionOf } from "./regular-file"

const header = { scaleboxEmulator: 1 }
const headerLine = z.object({ scaleboxEmulator: z.literal(header.scaleboxEmulator) })
const changeLine = z.union([
  z.object({ put: storedSandbox }),
  z.object({ remove: z.string() }),
  z.object({ putTemplate: template }),
  z.object({ removeTemplate: z.string() }),
])
type Change = z.infer<typeof changeLine>

const line = (value: Change | typeof header) => `${JSON.stringify(value)}\n`

/** Where changes go; a line is with the operating system before the call returns. */
export interface Keeper {
  put(sandbox: Sandbox): void
  remove(sandboxId: string): void
  putTemplate(template: Template): void
  removeTemplate(templateId: string): void
}

/** What a data file holds. */
export interface Kept {
  sandboxes: StoredSandbox[]
  templates: Template[]
}

/** Changes of sandboxes and templates as lines of JSON. Secrets are left out, and the file is readable by its owner only. */
export class DataFile implements Keeper {
  private descriptor: number | undefined
  private lock: Lock | undefined
  private readonly read: string
  readonly loaded: Kept

  /** Reads what the file holds, and leaves it as it is. */
  constructor(private readonly path: string) {
    this.read = naming(path, () => versionOf(path))
    this.loaded = naming(path, () => replay(path))
  }

  /** Writes the file again without what is outdated; changes from now on are added to it, by nobody else. */
  open({ sandboxes, templates }: Kept): void {
    this.lock = naming(this.path, () => Lock.take(this.path))
    naming(this.path, () => this.refuseChanged())
    const lines = [
      line(header),
      ...sandboxes.map((sandbox) => line({ put: storedSandbox.parse(sandbox) })),
      ...templates.map((putTemplate) => line({ putTemplate })),
    ]
    this.descriptor = naming(this.path, () => replaceFile(this.path, lines.join("")))
  }

  put(sandbox: Sandbox): void {
    this.append({ put: storedSandbox.parse(sandbox) })
  }

  remove(sandboxId: string): void {
    this.append({ remove: sandboxId })
  }

  putTemplate(made: Template): void {
    this.append({ putTemplate: made })
  }

  removeTemplate(templateId: string): void {
    this.append({ removeTemplate: templateId })
  }

  close(): void {
    if (this.descriptor !== undefined) closeSync(this.descriptor)
    this.descriptor = undefined
    this.lock?.release()
    this.lock = undefined
  }

  /** Whoever had the file until now may have written after it was read. */
  private refuseChanged(): void {
    if (versionOf(this.path) !== this.read) throw new Error("it has just been changed: start again")
  }

  private append(change: Change): void {
    if (this.descriptor !== undefined) appendFileSync(this.descriptor, line(change))
  }
}

function naming<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const reason = code === "ENOENT" ? "its folder does not exist" : message
    throw new Error(`Cannot use the data file ${path}: ${reason}`, { cause: error })
  }
}

function replay(path: string): Kept {
  const sandboxes = new Map<string, StoredSandbox>()
  const templates = new Map<string, Template>()
  for (const change of changesIn(path)) {
    if ("put" in change) sandboxes.set(change.put.sandboxId, change.put)
    else if ("remove" in change) sandboxes.delete(change.remove)
    else if ("putTemplate" in change) templates.set(change.putTemplate.templateId, change.putTemplate)
    else templates.delete(change.removeTemplate)
  }
  return { sandboxes: [...sandboxes.values()], templates: [...templates.values()] }
}

function changesIn(path: string): Change[] {
  const text = readRegularFile(path)
  if (text === "") return []
  const lines = text.split("\n")
  // Complete files end in a line break: what follows the last one was cut off by a crash.
  const torn = lines.pop()
  const [first, ...rest] = lines
  if (first === undefined || !headerLine.safeParse(parseJson(first)).success) {
    throw new Error("it was not written by this version of the emulator, name another one")
  }
  const changes = rest.map((entry, index) => readLine(entry, index + 2))
  const last = changeLine.safeParse(parseJson(torn ?? ""))
  return last.success ? [...changes, last.data] : changes
}

function readLine(entry: string, number: number): Change {
  const change = changeLine.safeParse(parseJson(entry))
  if (change.success) return change.data
  throw new Error(`line ${number} is damaged`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
