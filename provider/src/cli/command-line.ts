import { createInterface } from "node:readline/promises"
import { type ParseArgsConfig, parseArgs } from "node:util"

/** A command of `pulumi-scalebox`. */
export interface Command {
  /** What `--help` shows. */
  help: string
  /** Whether nothing is left to do. Throws a UsageError for a command line that cannot be understood. */
  run(args: string[]): Promise<boolean>
}

/** A command line that cannot be understood. */
export class UsageError extends Error {
  constructor(message: string) {
    super(`${message}; see pulumi-scalebox --help`)
  }
}

export const text = { type: "string" } as const
export const texts = { type: "string", multiple: true } as const
export const flag = { type: "boolean", default: false } as const

type Options = NonNullable<ParseArgsConfig["options"]>
type Parsed<O extends Options> = ReturnType<typeof parseArgs<{ options: O; allowPositionals: true }>>

/** What a command line says. Throws a UsageError for an option that is not known, and for an empty value. */
export function parsed<O extends Options>(args: string[], options: O): Parsed<O> {
  const result = read(args, options)
  const empty = Object.entries(result.values).find(([, value]) => [value].flat().includes(""))
  if (empty) throw new UsageError(`--${empty[0]} must not be empty`)
  return result
}

function read<O extends Options>(args: string[], options: O): Parsed<O> {
  try {
    return parseArgs({ args, options, allowPositionals: true })
  } catch (error) {
    // Node explains at length how to pass values that begin with a hyphen: the first sentence is enough.
    throw new UsageError((error as Error).message.split(/[.\n]/, 1)[0] ?? "")
  }
}

export const print = (line: string) => void process.stdout.write(`${line}\n`)

/** What is said beside the result, which may go into a file. */
export const remark = (line: string) => void process.stderr.write(`${line}\n`)

/** Whether a person agrees; undefined if there is none at the terminal. */
export async function ask(question: string): Promise<boolean | undefined> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) return undefined
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question(`${question} [y/N] `)
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}
