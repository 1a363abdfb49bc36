import { kinds } from "../../resources/kinds"
import type { Declaration } from "./declarations"
import { Names } from "./names"

/** A piece of a program that yields a value. */
class Code {
  constructor(readonly text: string) {}
}

/** A setting of the stack that the program reads. */
export interface Setting {
  key: string
  isSecret: boolean
}

export interface Program {
  text: string
  /** What the stack must be given before the program can run. */
  settings: Setting[]
}

/**
 * A program that takes things over by the `import` option. It holds no secret: it reads them from the stack's
 * configuration.
 *
 * @param module What it imports: `pulumi-scalebox`, or `pulumi-scalebox/native`.
 */
export function programOf(declarations: readonly Declaration[], module: string): Program {
  const names = new Names()
  const referred = new Set(declarations.map(({ sandbox }) => sandbox))
  const variables = new Map(
    declarations.filter((one) => referred.has(one)).map((one) => [one, names.variable(one.name)]),
  )
  const settings: Setting[] = []
  const setting = (key: string, isSecret: boolean) => {
    settings.push({ key, isSecret })
    return new Code(`config.${isSecret ? "requireSecret" : "require"}(${JSON.stringify(key)})`)
  }
  const blocks = declarations.map((declaration) => {
    const { kind, name, id, sandbox } = declaration
    const args = {
      ...(sandbox && {
        sandbox: typeof sandbox === "string" ? sandbox : new Code(variables.get(sandbox) ?? ""),
      }),
      ...declaration.inputs,
      ...secretsOf(declaration, setting),
    }
    const variable = variables.get(declaration)
    const made = `new scalebox.${kinds[kind]}(${JSON.stringify(name)}, ${literal(args)}, { import: ${JSON.stringify(id)} })`
    const remark = kind === "sandboxTemplate" ? `${ofTemplate}\n` : ""
    return `${remark}${variable ? `const ${variable} = ` : ""}${made}\n`
  })
  const head = [`import * as scalebox from ${JSON.stringify(module)}\n`]
  if (settings.length > 0) {
    head.unshift('import * as pulumi from "@pulumi/pulumi"\n')
    head.push("\nconst config = new pulumi.Config()\n")
  }
  return { text: `${head.join("")}\n${blocks.join("\n")}`, settings }
}

const ofTemplate =
  "// The API does not show which sandbox it was created from: the next version is created from the one named here."

function secretsOf(
  { name, envVars, mounts }: Declaration,
  setting: (key: string, isSecret: boolean) => Code,
): Record<string, unknown> {
  const variables = envVars.map((key) => [key, setting(`${name}-${key}`, true)] as const)
  const storage = mounts.map(({ uri, mountPoint }) => {
    const place = `${name}-${mountPoint.replace(/\W+/g, "-").replace(/^-|-$/g, "")}`
    return {
      uri,
      mountPoint,
      accessKey: setting(`${place}-accessKey`, true),
      secretKey: setting(`${place}-secretKey`, true),
      region: setting(`${place}-region`, false),
    }
  })
  return {
    ...(variables.length > 0 && { envVars: Object.fromEntries(variables) }),
    ...(storage.length > 0 && { objectStorage: storage }),
  }
}

/** A value as a program writes it. */
function literal(value: unknown, depth = 0): string {
  const inner = "  ".repeat(depth + 1)
  const block = (open: string, items: string[], close: string) =>
    items.length > 0
      ? `${open}\n${items.map((item) => `${inner}${item},\n`).join("")}${"  ".repeat(depth)}${close}`
      : open + close
  if (value instanceof Code) return value.text
  if (Array.isArray(value))
    return block(
      "[",
      value.map((item) => literal(item, depth + 1)),
      "]",
    )
  if (value === null || typeof value !== "object") return JSON.stringify(value)
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  const rows = entries.map(([key, item]) => `${keyOf(key)}: ${literal(item, depth + 1)}`)
  return block("{", rows, "}")
}

const keyOf = (key: string) => (/^[A-Za-z_$][\w$]*$/.test(key) ? key : JSON.stringify(key))
