import type { SandboxDetails } from "../contract"
import type { ScaleboxClient } from "./client"
import { isScaleboxError } from "./errors"
import { allSandboxes } from "./pages"
import { SharedReads } from "./shared-reads"
import { type WaitResult, waitFor } from "./wait"
export interface Within {
  deadline: number
  signal?: AbortSignal | undefined
}
export class Watch {
  private reads: SharedReads
  constructor(
    private client: ScaleboxClient,
    private listed: (s: readonly SandboxDetails[]) => void = () => {},
  ) {
    this.reads = new SharedReads(client, listed)
  }
  read(id: string, o: Within & { maxAgeMs?: number }): Promise<SandboxDetails | undefined> {
    return o.maxAgeMs === 0 ? this.reads.readChanging(id, o.deadline) : this.reads.read(id, o.deadline)
  }
  waitFor(
    id: string,
    o: Within & {
      done(s: SandboxDetails): boolean
      newborn?: boolean
      ending?: boolean
      seen?(s: SandboxDetails): void
    },
  ): Promise<WaitResult> {
    return waitFor(this.reads, id, o)
  }
  async find(
    isWanted: (m: SandboxDetails["metadata"]) => boolean,
    since: number,
    o: Within & { pages?: number },
  ): Promise<SandboxDetails[]> {
    const found: SandboxDetails[] = []
    for await (const sandbox of allSandboxes(
      this.client,
      { sortBy: "created_at", sortOrder: "desc" },
      { deadline: o.deadline },
    )) {
      if (sandbox.createdAt && Date.parse(sandbox.createdAt) < since) break
      const shown = sandbox.metadata
        ? sandbox
        : await this.client.getSandbox(sandbox.sandboxId, { deadline: o.deadline }).catch((e: unknown) => {
            if (isScaleboxError(e, "not_found")) return undefined
            throw e
          })
      if (shown) this.listed([shown])
      if (shown && isWanted(shown.metadata)) found.push(shown)
    }
    return found
  }
}
