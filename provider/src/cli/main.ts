#!/usr/bin/env node
import { type Command, print, UsageError } from "./command-line"
import { importCommand } from "./import/command"
import { recoverCommand } from "./recover/command"

const { version }: { version: string } = require("../../package.json")

const commands: Readonly<Record<string, Command>> = { import: importCommand, recover: recoverCommand }

const help = `Usage: ${Object.values(commands)
  .map((command) => command.help)
  .join("\n\n")}

  --help           show this text
  --version        show the version

Ends with 0 if nothing is left to do, 1 if something is or an error occurred,
2 for a wrong command line.`

async function main(args: string[]): Promise<void> {
  if (args.includes("--help")) return print(help)
  if (args.includes("--version")) return print(version)
  const [name = "", ...rest] = args
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new UsageError(`The commands are ${Object.keys(commands).join(" and ")}`)
  process.exitCode = (await command.run(rest)) ? 0 : 1
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stderr.write(`pulumi-scalebox: ${error.message}\n`)
  process.exitCode = error instanceof UsageError ? 2 : 1
})
