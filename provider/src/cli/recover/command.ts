import { ask, type Command, flag, parsed, print, text, texts, UsageError } from "../command-line"
import { recover, type Terminal } from "./recover"

const options = {
  "dry-run": flag,
  yes: flag,
  delete: texts,
  "clear-others": flag,
  stack: text,
  cwd: text,
  backup: text,
} as const

export const recoverCommand: Command = {
  help: `pulumi-scalebox recover [options]

  Heals a stack after a run was killed: what the run has created becomes managed, or is
  deleted by the next run if the stack has another one, and no pending operation is
  left. Run \`pulumi cancel\` before it and \`pulumi up\` after it. Needs the Pulumi CLI on
  PATH.

  --dry-run        only show what would be done
  --yes            do it without asking
  --delete ID      also delete this sandbox of the stack that the state does not
                   know; may be repeated
  --clear-others   also drop the pending operations of other providers
  --stack NAME     stack to heal (default: the selected one)
  --cwd DIR        folder of the Pulumi project (default: this one)
  --backup DIR     folder for the state as it was before (default: the project's)`,
  run(args) {
    const { values, positionals } = parsed(args, options)
    if (positionals.length > 0) throw new UsageError(`recover takes no "${positionals[0]}"`)
    const terminal: Terminal = { print, confirm: values.yes ? async () => true : ask }
    return recover(
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
  },
}
