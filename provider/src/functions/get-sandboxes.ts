import type { InvokeOptions, InvokeOutputOptions, Output } from "@pulumi/pulumi"
import { allSandboxes } from "../client"
import type { ListSandboxesQuery } from "../contract"
import type { ArgsOf } from "../faces/dynamic/program/types"
import { callOutput, callPlain, type DataFunction } from "./call"
import { type SandboxInfo, withoutSecrets } from "./shown"

/** Which sandboxes to list; newest first where no order is given. */
export interface GetSandboxesArgs
  extends Pick<
    ListSandboxesQuery,
    "projectId" | "status" | "ownerUserId" | "search" | "sortBy" | "sortOrder"
  > {
  /** Only sandboxes whose metadata holds all of these. Compared on our side, after all pages have been read. */
  metadata?: Record<string, string> | undefined
}

const definition: DataFunction<GetSandboxesArgs, { sandboxes: SandboxInfo[] }> = {
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
  call: async (client, { metadata, ...query }) => {
    const wanted = Object.entries(metadata ?? {})
    const sandboxes: SandboxInfo[] = []
    for await (const sandbox of allSandboxes(client, query)) {
      if (wanted.every(([key, value]) => sandbox.metadata?.[key] === value))
        sandboxes.push(withoutSecrets(sandbox))
    }
    return { sandboxes }
  },
}

/** All sandboxes of the account that fit, from every page. Their secrets are left out. */
export async function getSandboxes(
  args: GetSandboxesArgs = {},
  opts?: InvokeOptions,
): Promise<SandboxInfo[]> {
  return (await callPlain(definition, args, opts)).sandboxes
}

/** `getSandboxes` as an output. */
export function getSandboxesOutput(
  args: ArgsOf<GetSandboxesArgs> = {},
  opts?: InvokeOutputOptions,
): Output<SandboxInfo[]> {
  return callOutput(definition, args, opts).apply(({ sandboxes }) => sandboxes)
}
