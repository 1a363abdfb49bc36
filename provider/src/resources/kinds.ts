/** The kinds of resources, each with the name of its class. Both are stored in users' state: they must never change. */
export const kinds = {
  sandbox: "Sandbox",
  sandboxPool: "SandboxPool",
  sandboxPort: "SandboxPort",
  sandboxPowerState: "SandboxPowerState",
  sandboxProjectAssignment: "SandboxProjectAssignment",
  sandboxTemplate: "SandboxTemplate",
} as const

export type Kind = keyof typeof kinds
