import { type CallOptions, Gatherer, isScaleboxError, type ScaleboxClient } from "../client"
import { pageLimits, type TemplateDetails } from "../contract"

/** Milliseconds in which looks are gathered: a template takes minutes to build. */
const roundMs = 1_000
/** So few templates are asked for one by one. */
const few = 2

interface Look {
  id: string
  options: CallOptions
}

type Answers = ReadonlyMap<string, TemplateDetails>

/** Looks at templates that are being built: those of one second go together, by the listing if they are many. */
export class Templates {
  private readonly looks: Gatherer<Look, Answers>

  constructor(private readonly client: ScaleboxClient) {
    const gathering = { quietMs: roundMs, longestMs: roundMs }
    this.looks = new Gatherer(client.clock, gathering, (batch) => this.listed(batch))
  }

  /** A template as it is a second from now at the latest. Throws what a call throws. */
  async next(id: string, options: CallOptions): Promise<TemplateDetails> {
    const listed = await this.looks.add({ id, options })
    return listed.get(id) ?? this.client.getTemplate(id, options)
  }

  /** Pages of the listing, for as long as they are fewer than the templates that they have not shown. */
  private async listed(batch: readonly Look[]): Promise<Answers> {
    const found = new Map<string, TemplateDetails>()
    const left = new Set(batch.map(({ id }) => id))
    const [{ options } = { options: {} }] = batch
    try {
      for (let [page, pages] = [1, 1]; left.size > few && pages - page < left.size; page += 1) {
        const shown = await this.client.listTemplates({ page, limit: pageLimits.max }, options)
        for (const template of shown.templates) {
          if (left.delete(template.templateId)) found.set(template.templateId, template)
        }
        pages = shown.pagination.totalPages
        if (shown.pagination.isEstimated || page >= pages) break
      }
    } catch (error) {
      // Each is asked for by itself then, and says what is wrong.
      if (!isScaleboxError(error)) throw error
    }
    return found
  }
}
