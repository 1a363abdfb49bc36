import { missingKey, readConfiguration } from "../../client"
import { contextOf } from "../../resources/context"
import { type Kind, kinds } from "../../resources/kinds"
import type { Log } from "../../resources/log"
import { newSession } from "../../resources/session"
import { remark } from "../command-line"
import { PulumiCli } from "../recover/pulumi"
import { type Declaration, declarationsOf } from "./declarations"
import { fileOf, inFile } from "./file"
import { programOf, type Setting } from "./program"
import { type Selection, selected, type Wanted } from "./selection"

/** Seconds that the looks at an account may take: a service that hides metadata needs a call for each sandbox. */
const seconds = 1_800

export interface Form {
  form: "dynamic" | "native" | "file"
  /** The stack whose configuration holds the settings; default: the environment alone. */
  stack?: { name: string; folder: string } | undefined
}

/** What was written, and what to say about it. */
export interface TakenOver {
  /** Undefined if there is nothing to take over: an empty program would delete what its stack holds. */
  text?: string
  remarks: string[]
}

/** Reads the account and writes what takes over what is wanted of it. Throws a ScaleboxError if a call fails. */
export async function takeOver(wanted: Wanted, { form, stack }: Form): Promise<TakenOver> {
  const settings = stack ? await new PulumiCli(stack.folder, stack.name).configuration() : {}
  const configuration = readConfiguration((key) => settings[`scalebox:${key}`])
  if (!configuration.apiKey) throw missingKey()
  const session = newSession(configuration, log)
  const context = contextOf({ session, log, operation: "look", seconds, owner: "", nonce: "" })
  const selection = await selected(context, wanted)
  const all = declarationsOf(selection)
  // A class cannot declare a template without a sandbox; the engine's own import can.
  const declarations = all.filter(form === "file" ? inFile : hasSource)
  const without = form === "file" ? [] : all.filter((one) => !hasSource(one))
  const found = [...summary(declarations), ...leftOut(selection), ...ofTemplates(without)]
  if (declarations.length === 0) return { remarks: found }
  if (form === "file") {
    const next = "Then run `pulumi import --file` with it, which also writes the program"
    return { text: fileOf(declarations), remarks: [...found, next] }
  }
  const module = form === "native" ? "pulumi-scalebox/native" : "pulumi-scalebox"
  const { text, settings: read } = programOf(declarations, module)
  const next = "Then run `pulumi up`, and remove the `import` options after it"
  return { text, remarks: [...found, ...toSet(read), next] }
}

const log: Log = {
  info: remark,
  warn: (message) => remark(`Warning: ${message}`),
  status: () => undefined,
}

const hasSource = ({ kind, sandbox }: Declaration) => kind !== "sandboxTemplate" || sandbox !== undefined

/** `Taken over: 2 Sandbox, 1 SandboxPort`. */
function summary(declarations: readonly Declaration[]): string[] {
  const counts = (Object.keys(kinds) as Kind[]).flatMap((kind) => {
    const count = declarations.filter((one) => one.kind === kind).length
    return count > 0 ? [`${count} ${kinds[kind]}`] : []
  })
  return counts.length > 0
    ? [`Taken over: ${counts.join(", ")}`]
    : ["Found nothing to take over, so nothing is written: check the API key and what you asked for"]
}

const under = (title: string, rows: readonly string[]) =>
  rows.length > 0 ? [title, ...rows.map((row) => `  ${row}`)] : []

const leftOut = ({ owned, unfit }: Selection): string[] => [
  ...under(
    "Left out, as the stack that created it manages it; if its state is gone, say --owner PROJECT/STACK:",
    owned,
  ),
  ...under("Left out, as nothing can be made of it any more:", unfit),
]

const ofTemplates = (templates: readonly Declaration[]): string[] =>
  under(
    "Left out, as a program names the sandbox of a template, and no sandbox is taken over; --file can do without:",
    templates.map(({ id, name }) => `${id} "${name}"`),
  )

const toSet = (settings: readonly Setting[]): string[] =>
  under(
    "First set what the program takes from the configuration of the stack:",
    settings.map(({ key, isSecret }) => `pulumi config set ${isSecret ? "--secret " : ""}${key}`),
  )
