import { type CallOptions, isScaleboxError, type ScaleboxClient } from "../client"
import { type Fault, pageLimits, sandboxDefaults, type TemplateDetails } from "../contract"
import { type Properties, unknown } from "./properties"
import { byLikeness } from "./suggestion"

/** Milliseconds that a look at templates may take: a preview must not hang for it. */
const patienceMs = 3_000
/** So many names are offered instead of one that does not exist. */
const offered = 5
/** How the API's ids of templates begin. */
const idStart = "tpl-"

/** The templates that sandboxes can be created from, listed at most once in a session. */
export class TemplateNames {
  private listed: Promise<TemplateDetails[]> | undefined
  private readonly looks = new Map<string, Promise<boolean>>()
  private readonly accepted = new Set<string>([sandboxDefaults.template])
  private readonly secret = new Set<string>()

  constructor(private readonly client: ScaleboxClient) {}

  /**
   * Accepts the name, or the id, of a template of this stack: it may still have to be created.
   *
   * @param isSecret Whether messages must not offer it.
   */
  noteOwn(name: unknown, isSecret: boolean): void {
    if (typeof name !== "string") return
    this.accepted.add(name)
    if (isSecret) this.secret.add(name)
  }

  /**
   * A template that does not exist, before anything is created. One that was accepted once is not doubted again. Throws a
   * ScaleboxError if the key is refused; what cannot be seen for another reason is left to the API.
   */
  async faults(olds: Properties, { template }: Properties): Promise<Fault[]> {
    if (typeof olds.template === "string") this.accepted.add(olds.template)
    if (typeof template !== "string" || template === "" || template === unknown) return []
    // The name of a template of this stack that is not known yet may be any.
    if (this.accepted.has(template) || this.accepted.has(unknown)) return []
    try {
      const look = this.looks.get(template) ?? this.isMissing(template)
      this.looks.set(template, look)
      return (await look) ? [{ path: ["template"], reason: await this.reasonFor(template) }] : []
    } catch (error) {
      if (!isScaleboxError(error)) throw error
      if (error.code === "unauthorized") throw error.during("Cannot see whether the template exists")
      return []
    }
  }

  private async isMissing(template: string): Promise<boolean> {
    const options = { deadline: this.client.clock.now() + patienceMs }
    this.listed ??= this.list({}, options)
    const listed = await this.listed
    if (listed.some(({ templateId, name }) => templateId === template || name === template)) return false
    // It may be on a later page, or have been created since.
    if ((await this.isNamed(template, options)) || (await this.hasId(template, options))) return false
    // A listing that leaves out what everybody can use proves nothing.
    const { template: base } = sandboxDefaults
    return listed.some(({ name }) => name === base) || (await this.isNamed(base, options))
  }

  private async list(query: { name?: string }, options: CallOptions): Promise<TemplateDetails[]> {
    return (await this.client.listTemplates({ ...query, limit: pageLimits.max }, options)).templates
  }

  private async isNamed(wanted: string, options: CallOptions): Promise<boolean> {
    return (await this.list({ name: wanted }, options)).some(({ name }) => name === wanted)
  }

  private async hasId(id: string, options: CallOptions): Promise<boolean> {
    try {
      await this.client.getTemplate(id, options)
      return true
    } catch (error) {
      if (isScaleboxError(error, "not_found")) return false
      throw error
    }
  }

  private async reasonFor(template: string): Promise<string> {
    return `must be the name or id of a template that this account can use; ${await this.adviceFor(template)}`
  }

  private async adviceFor(template: string): Promise<string> {
    if (template.startsWith(idStart))
      return "if it was one of this stack, `pulumi up --refresh` creates it again"
    const names = (await this.listed)?.flatMap(({ name }) => (name && !this.secret.has(name) ? [name] : []))
    const nearest = byLikeness(template, [...new Set(names)]).slice(0, offered)
    return `the nearest names are ${nearest.join(", ")}`
  }
}
