import { isDeepStrictEqual } from "node:util"
import { during, ScaleboxError } from "../../client"
import { type Fault, fromWire, type TemplateDetails } from "../../contract"
import { differing } from "../canonical"
import type { Context } from "../context"
import type { Properties } from "../properties"
import { isKnown, nothingToImport, portsAgree } from "../sandbox/import"
import { inputNames } from "./changes"
import { inputsShownBy } from "./from-api"

/** An existing template that an import can take over. Throws a ScaleboxError if there is none, or it has failed. */
export async function importable(context: Context, id: string): Promise<TemplateDetails> {
  const action = `Cannot import template "${id}"`
  const template = await during(action, () => context.session.client.getTemplate(id, context), {
    not_found: nothingToImport,
  })
  if (template.status !== "failed") return template
  throw new ScaleboxError({
    code: "conflict",
    message: `${action}: it is failed${template.message ? `: ${template.message}` : ""}`,
    hint: "Remove the import option to create a new template",
  })
}

/** What a JSON text of the API holds; undefined if there is none. */
function jsonIn(text: string | null | undefined): unknown {
  try {
    return text ? JSON.parse(text) : undefined
  } catch {
    return undefined
  }
}

/** How a declared input can agree with an existing template if that is more than meaning the same. */
const agreements: Record<string, (declared: unknown, template: TemplateDetails) => boolean> = {
  // The API shows of the sandbox only the template that it was created from.
  sandboxId: () => true,
  ports: (declared, { ports }) => portsAgree(declared, fromWire(jsonIn(ports))),
  readyCommand: (declared, { readyCommand }) => isDeepStrictEqual(declared, jsonIn(readyCommand)),
}

/** Declared inputs that an existing template contradicts; taking it over must not change it. */
export async function importFaults(context: Context, id: string, declared: Properties): Promise<Fault[]> {
  const template = await importable(context, id)
  const shown = inputsShownBy(template)
  const contradicts = (name: (typeof inputNames)[number]) => {
    const agrees = agreements[name]
    return agrees ? !agrees(declared[name], template) : differing([name], shown, declared).length > 0
  }
  return inputNames
    .filter((name) => declared[name] !== undefined && isKnown(declared[name]) && contradicts(name))
    .map((name) => ({
      path: [name],
      reason: "differs from the template to import; declare what it has, and change it after the import",
    }))
}
