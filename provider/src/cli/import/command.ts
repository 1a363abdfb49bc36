import { writeFileSync } from "node:fs"
import { ScaleboxError } from "../../client"
import { type SandboxStatus, sandboxStatuses } from "../../contract"
import { type Command, flag, parsed, remark, text, texts, UsageError } from "../command-line"
import { takeOver } from "./import"

const options = {
  all: flag,
  status: text,
  project: text,
  name: text,
  metadata: texts,
  owner: text,
  native: flag,
  file: flag,
  out: text,
  stack: text,
  cwd: text,
} as const

export const importCommand: Command = {
  help: `pulumi-scalebox import [IDS] [options]

  Reads the account and writes what takes over what it holds: a TypeScript program with
  \`import\` options, or the file that \`pulumi import --file\` takes. Nothing is changed. What
  another stack has created is left out and named.

  IDS              sbx-1 of a sandbox, sbx-1/8080 of a port, pool-… of a pool, or that
                   of a template
  --all            all that the account holds
  --status STATUS  only sandboxes in this status, such as running
  --project ID     only sandboxes in this project
  --name TEXT      only what has this in its name
  --metadata K=V   only sandboxes whose metadata holds this; may be repeated
  --owner NAME     also what the stack PROJECT/STACK has created; its state must be gone
  --native         write a program for the plugin (pulumi-scalebox/native)
  --file           write the file for \`pulumi import --file\`, for any language
  --out FILE       write to this new file (default: standard output)
  --stack NAME     stack whose configuration has the API key (default: only the
                   environment counts)
  --cwd DIR        folder of its Pulumi project (default: this one)`,
  async run(args) {
    const { values, positionals: ids } = parsed(args, options)
    const { all, status, project, name, native, file, out, owner } = values
    const metadata = Object.fromEntries((values.metadata ?? []).map(pairOf))
    if (status !== undefined && !sandboxStatuses.includes(status as SandboxStatus)) {
      throw new UsageError(`--status must be one of ${sandboxStatuses.join(", ")}`)
    }
    if (owner !== undefined && !/^[^/]+\/[^/]+$/.test(owner)) {
      throw new UsageError("--owner must be PROJECT/STACK")
    }
    if (native && file) throw new UsageError("--native is for a program, --file is none")
    const isFiltered = [status, project, name, values.metadata].some((filter) => filter !== undefined)
    if (!all && !isFiltered && ids.length === 0) {
      throw new UsageError("Say what to import: ids, filters such as --status, or --all")
    }
    const wanted = { all, ids, status, projectId: project, name, metadata, owner }
    const folder = values.cwd ?? process.cwd()
    const { text, remarks } = await takeOver(wanted, {
      form: file ? "file" : native ? "native" : "dynamic",
      stack: values.stack === undefined ? undefined : { name: values.stack, folder },
    })
    if (text !== undefined) write(out, text)
    for (const line of remarks) remark(line)
    return text !== undefined
  },
}

function pairOf(pair: string): [string, string] {
  const [, key, value] = /^([^=]+)=(.*)$/s.exec(pair) ?? []
  if (key === undefined || value === undefined) throw new UsageError("--metadata must be KEY=VALUE")
  return [key, value]
}

/** Never over a program that somebody has written. @param path Default: standard output. */
function write(path: string | undefined, text: string): void {
  if (path === undefined) return void process.stdout.write(text)
  try {
    writeFileSync(path, text, { flag: "wx" })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error
    throw new ScaleboxError({
      code: "conflict",
      message: `Cannot write ${path}: it is there already`,
      hint: "Name a new file",
    })
  }
}
