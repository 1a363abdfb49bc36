import type { ScaleboxError } from "../client"

/** What errors say to the engine: a wrong configuration stops every resource, so what to do is said with the first. */
export class Errors {
  private readonly said = new Set<string>()

  messageOf(error: ScaleboxError): string {
    const { code, message, hint = "" } = error.facts
    if (code === "configuration" && this.said.has(hint)) return message
    this.said.add(hint)
    return error.message
  }
}
