import { allSandboxes } from "../client"
import type { ListSandboxesQuery } from "../contract"
import type { Lookup } from "./lookup"
import { type SandboxInfo, withoutSecrets } from "./shown"

/** Which sandboxes to list; newest first if no order is given. */
export interface GetSandboxesArgs
  extends Pick<
    ListSandboxesQuery,
    "projectId" | "status" | "ownerUserId" | "search" | "sortBy" | "sortOrder"
  > {
  /** Only sandboxes whose metadata holds all of these. Compared on our side, after all pages have been read. */
  metadata?: Record<string, string> | undefined
}

/** All sandboxes of the account that match the filters, from every page. Their secrets are left out. */
export const sandboxes: Lookup<GetSandboxesArgs, { sandboxes: SandboxInfo[] }> = {
  name: "getSandboxes",
  args: {
    projectId: true,
    status: true,
    ownerUserId: true,
    search: true,
    sortBy: true,
    sortOrder: true,
    metadata: true,
  },
  call: async (client, { metadata, ...query }, options) => {
    const wanted = Object.entries(metadata ?? {})
    const sandboxes: SandboxInfo[] = []
    for await (const sandbox of allSandboxes(client, query, options)) {
      if (wanted.every(([key, value]) => sandbox.metadata?.[key] === value))
        sandboxes.push(withoutSecrets(sandbox))
    }
    return { sandboxes }
  },
}
