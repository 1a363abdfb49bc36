import * as z from "zod"
import { type PortConfig, portConfig, type TemplateSettings, templateSettingsShape } from "../../contract"
import { type Equal, same } from "../../contract/equal"
import { textOf } from "../../contract/text"

/** What a SandboxTemplate is declared with. Every change creates a new template. */
export interface SandboxTemplateInputs extends TemplateSettings {
  /** Id of the running sandbox to create the template from. Only a template that was imported can do without. */
  sandboxId?: string | undefined
  /** Ports to add to those of the sandbox's own template. */
  ports?: PortConfig[] | undefined
  /** Readiness probe of the template, in the structure that the API documents; default: as in the sandbox's own template. */
  readyCommand?: Record<string, unknown> | undefined
}

export const sandboxTemplateInputs = z.strictObject({
  ...templateSettingsShape,
  sandboxId: textOf(1).optional(),
  ports: z.array(portConfig).optional(),
  readyCommand: z.record(z.string(), z.unknown()).optional(),
})
same<Equal<z.input<typeof sandboxTemplateInputs>, SandboxTemplateInputs>>()

/** What a template that is to be created needs. */
export const newTemplateInputs = sandboxTemplateInputs.required({ sandboxId: true })
export type NewTemplateInputs = SandboxTemplateInputs & { sandboxId: string }
