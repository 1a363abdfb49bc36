import type { AccountState } from "./accounts"
import { serviceTemplates } from "./catalog"
import { invalidRequest, templateMissing, templateNotFound } from "./errors"
import { templateStatus } from "./payloads"
import type { Keeper } from "./persistence"
import type { Template } from "./record"

/** All templates that accounts created, over those of the service. */
export class Templates {
  private readonly made: Map<string, Template>
  private created: number

  constructor(
    loaded: readonly Template[],
    private readonly keeper: Keeper | undefined,
  ) {
    this.made = new Map(loaded.map((template) => [template.templateId, template]))
    this.created = Math.max(0, ...loaded.map(({ sequence }) => sequence))
  }

  nextSequence(): number {
    this.created += 1
    return this.created
  }

  /** The account's own, then others' public ones, each newest first; those of the service come last. */
  visibleTo(account: AccountState): Template[] {
    const newest = [...this.made.values()].sort((a, b) => b.sequence - a.sequence)
    const own = newest.filter(({ accountId }) => accountId === account.id)
    const shared = newest.filter(
      ({ accountId, visibility }) => accountId !== account.id && visibility === "public",
    )
    return [...own, ...shared, ...serviceTemplates]
  }

  find(account: AccountState, id: string): Template | undefined {
    return this.visibleTo(account).find(({ templateId }) => templateId === id)
  }

  /** Throws the API's 404 if there is none. */
  get(account: AccountState, id: string): Template {
    const template = this.find(account, id)
    if (!template) throw templateNotFound(id)
    return template
  }

  /** What a sandbox can be created from, by name or id. Throws the API's 400 for anything else. */
  usable(account: AccountState, nameOrId: string): Template {
    const template = this.visibleTo(account).find(
      ({ templateId, name }) => templateId === nameOrId || name === nameOrId,
    )
    if (!template) throw invalidRequest(templateMissing(nameOrId))
    const status = templateStatus(template, account.now())
    if (status === "available") return template
    throw invalidRequest(`Cannot use template "${template.name}": it is ${status}, must be available`)
  }

  /** Of all accounts, without those of the service. */
  everything(): Template[] {
    return [...this.made.values()]
  }

  add(template: Template): void {
    this.made.set(template.templateId, template)
    this.keeper?.putTemplate(template)
  }

  remove({ templateId }: Template): void {
    this.made.delete(templateId)
    this.keeper?.removeTemplate(templateId)
  }
}
