import * as z from "zod"
import { type PortConfig, portConfig, type TemplateSettings, templateSettingsShape } from "../../contract"
import { type Equal, same } from "../../contract/equal"
import { textOf } from "../../contract/text"

/** What a SandboxTemplate is declared with. Every change makes a new template. */
export interface SandboxTemplateInputs extends TemplateSettings {
  /** Id of the running sandbox to make the template from. */
  sandboxId: string
  /** Ports to add to those of the sandbox's own template. */
  ports?: PortConfig[] | undefined
  /** Readiness probe of the template, in the structure that the API documents; default: as in the sandbox's own template. */
  readyCommand?: Record<string, unknown> | undefined
}

export const sandboxTemplateInputs = z.strictObject({
  ...templateSettingsShape,
  sandboxId: textOf(1),
  ports: z.array(portConfig).optional(),
  readyCommand: z.record(z.string(), z.unknown()).optional(),
})
same<Equal<z.input<typeof sandboxTemplateInputs>, SandboxTemplateInputs>>()
