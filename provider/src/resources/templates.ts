import type { CallOptions, ScaleboxClient } from "../client"
import type { TemplateDetails } from "../contract"

/** Looks at templates that are being built. */
export class Templates {
  constructor(private readonly client: ScaleboxClient) {}

  read(id: string, options: CallOptions): Promise<TemplateDetails> {
    return this.client.getTemplate(id, options)
  }
}
