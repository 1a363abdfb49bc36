import { allSandboxes, isScaleboxError, type ScaleboxClient } from "../../client"
import type { SandboxDetails } from "../../contract"

/** All sandboxes of one account, each with its metadata. */
export class Inventory {
  private listed: Promise<Map<string, SandboxDetails>> | undefined

  constructor(readonly client: ScaleboxClient) {}

  /** By id, as they were when they were first asked for. */
  all(): Promise<Map<string, SandboxDetails>> {
    this.listed ??= this.list()
    return this.listed
  }

  /** Forgets the listing, so that the next look sees what was made meanwhile. */
  forget(): void {
    this.listed = undefined
  }

  private async list(): Promise<Map<string, SandboxDetails>> {
    const newestFirst = { sortBy: "created_at", sortOrder: "desc" } as const
    const listed: SandboxDetails[] = []
    for await (const sandbox of allSandboxes(this.client, newestFirst)) listed.push(sandbox)
    const looks = listed.map((sandbox) => (sandbox.metadata ? sandbox : this.look(sandbox.sandboxId)))
    const sandboxes = (await Promise.all(looks)).filter((sandbox) => sandbox !== undefined)
    return new Map(sandboxes.map((sandbox) => [sandbox.sandboxId, sandbox]))
  }

  /** A sandbox with all that the API shows of it; undefined where the API says that there is none. */
  async look(sandboxId: string): Promise<SandboxDetails | undefined> {
    try {
      return await this.client.getSandbox(sandboxId)
    } catch (error) {
      if (isScaleboxError(error, "not_found")) return undefined
      throw error
    }
  }
}
