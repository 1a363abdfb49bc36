#!/usr/bin/env node
import { createInterface } from "node:readline/promises"
import { parseArgs } from "node:util"
import { recover, type Terminal } from "./recover/recover"

const { version }: { version: string } = require("../../package.json")

const help = `Usage: pulumi-scalebox recover [options]

Heals a stack after a run was killed: what the run has made becomes managed, or is
deleted by the next run where the stack has another one, and no pending operation is
left. Run \`pulumi cancel\` before it and \`pulumi up\` after it.

Options:
  --dry-run        only show what would be done
  --yes            do it without asking
  --delete ID      also delete this sandbox of the stack that the state does not
                   know; may be repeated
  --clear-others   also drop the pending operations of other providers
  --stack NAME     stack to heal (default: the selected one)
  --cwd DIR        folder of the Pulumi project (default: this one)
  --backup DIR     folder for the state as it was before (default: the project's)
  --help           show this text
  --version        show the version

Needs the Pulumi CLI on PATH. Ends with 0 where nothing is left to do, 1 where
something is or an error occurred, 2 for a wrong command line.
`

/** A command line that cannot be understood. */
class UsageError extends Error {}

const text = { type: "string" } as const
const flag = { type: "boolean", default: false } as const
const flags = {
  "dry-run": flag,
  yes: flag,
  delete: { ...text, multiple: true },
  "clear-others": flag,
  stack: text,
  cwd: text,
  backup: text,
  help: flag,
  version: flag,
} as const

function parse(args: string[]) {
  try {
    const { values, positionals } = parseArgs({ args, options: flags, allowPositionals: true })
    const empty = (["stack", "cwd", "backup"] as const).find((name) => values[name] === "")
    if (empty) throw new Error(`--${empty} must not be empty`)
    if (values.delete?.includes("")) throw new Error("--delete must not be empty")
    return { values, positionals }
  } catch (error) {
    // Node explains at length how to pass values that begin with a hyphen: the first sentence is enough.
    const [first = ""] = (error as Error).message.split(/[.\n]/, 1)
    throw new UsageError(`${first}; see pulumi-scalebox --help`)
  }
}

const print = (line: string) => void process.stdout.write(`${line}\n`)

async function ask(question: string): Promise<boolean | undefined> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`${question} [y/N] `)
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}

async function main(args: string[]): Promise<void> {
  const { values, positionals } = parse(args)
  if (values.help) return print(help.trimEnd())
  if (values.version) return print(version)
  if (positionals.length !== 1 || positionals[0] !== "recover") {
    throw new UsageError("The one command is recover; see pulumi-scalebox --help")
  }
  const terminal: Terminal = { print, confirm: values.yes ? async () => true : ask }
  const isHealed = await recover(
    {
      folder: values.cwd ?? process.cwd(),
      stack: values.stack,
      dryRun: values["dry-run"],
      delete: values.delete ?? [],
      clearOthers: values["clear-others"],
      backupFolder: values.backup,
    },
    terminal,
  )
  process.exitCode = isHealed ? 0 : 1
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`pulumi-scalebox: ${error.message}\n`)
  process.exitCode = error instanceof UsageError ? 2 : 1
})
