/** The kinds of resources, by the name under which `pulumi-scalebox/dynamic` answers for them. */
export type Kind = keyof typeof types

const types = {
  sandbox: "Sandbox",
  sandboxPool: "SandboxPool",
  sandboxPort: "SandboxPort",
  sandboxPowerState: "SandboxPowerState",
  sandboxProjectAssignment: "SandboxProjectAssignment",
  sandboxTemplate: "SandboxTemplate",
} as const

/** Belongs to the package `pulumi-nodejs`, whose provider the engine starts for dynamic resources. */
export const typeOf = (kind: Kind) => `pulumi-nodejs:dynamic/scalebox:${types[kind]}`
