import type * as pulumi from "@pulumi/pulumi"
import * as scalebox from "../../../../../provider/src"
import { mockEngine } from "../../../../support/program"

mockEngine()

const sandbox = "sbx-1"
const types: Record<string, string> = {
  Sandbox: "pulumi-nodejs:dynamic/scalebox:Sandbox",
  SandboxPool: "pulumi-nodejs:dynamic/scalebox:SandboxPool",
  SandboxPort: "pulumi-nodejs:dynamic/scalebox:SandboxPort",
  SandboxPowerState: "pulumi-nodejs:dynamic/scalebox:SandboxPowerState",
  SandboxProjectAssignment: "pulumi-nodejs:dynamic/scalebox:SandboxProjectAssignment",
  SandboxTemplate: "pulumi-nodejs:dynamic/scalebox:SandboxTemplate",
  DevEnvironment: "scalebox:index:DevEnvironment",
}
const names = Object.keys(types)
const made: Record<string, () => pulumi.Resource> = {
  Sandbox: () => new scalebox.Sandbox("one"),
  SandboxPool: () => new scalebox.SandboxPool("two", { count: 1 }),
  SandboxPort: () => new scalebox.SandboxPort("three", { sandbox, port: 80, name: "web" }),
  SandboxPowerState: () => new scalebox.SandboxPowerState("four", { sandbox, state: "paused" }),
  SandboxProjectAssignment: () =>
    new scalebox.SandboxProjectAssignment("five", { sandbox, projectId: "prj-1" }),
  SandboxTemplate: () => new scalebox.SandboxTemplate("six", { sandbox, name: "golden" }),
  DevEnvironment: () => new scalebox.DevEnvironment("seven"),
}

interface ResourceClass {
  __pulumiType?: string
  isInstance(value: unknown): boolean
}

const classOf = (name: string) => Reflect.get(scalebox, name) as ResourceClass

/** How `isTypeOf` of @pulumi/policy 1.21.0 asks; earlier ones know only the second way. */
const asked = {
  "by the static type": (type: string, { __pulumiType }: ResourceClass) => type === __pulumiType,
  "by isInstance": (type: string, { isInstance }: ResourceClass) =>
    isInstance({ __pulumiType: type }) === true,
}

describe.each(names)("A policy for %s", (name) => {
  test.each(Object.entries(asked))("fits that type alone, %s", (_, fits) => {
    expect(names.filter((other) => fits(types[other] ?? "", classOf(name)))).toEqual([name])
  })
})

test.each(names)("%s.isInstance tells one from everything else", (name) => {
  const { isInstance } = classOf(name)
  const resource = made[name]?.()
  expect(names.filter((other) => classOf(other).isInstance(resource))).toEqual([name])
  expect(Reflect.get(resource ?? {}, "__pulumiType")).toBe(types[name])
  for (const value of [undefined, null, "sbx-1", {}, resource?.urn]) expect(isInstance(value)).toBe(false)
})
