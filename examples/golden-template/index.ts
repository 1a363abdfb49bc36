import * as pulumi from "@pulumi/pulumi"
import * as scalebox from "pulumi-scalebox"

const config = new pulumi.Config()
const building = config.getBoolean("building") ?? false
const version = config.get("version") ?? "1"

// The sandbox in which the template is prepared. It sleeps between two versions of the template.
const workshop = new scalebox.Sandbox("workshop", {
  template: "python-dev",
  timeout: 86_400,
  autoPause: true,
})
const power = (dependsOn: pulumi.Resource[]) =>
  new scalebox.SandboxPowerState(
    "workshop",
    { sandbox: workshop, state: building ? "running" : "paused" },
    { dependsOn },
  )
const awake = building ? [power([])] : []

// Created from a running sandbox. Any change of an input creates a new template, and then new sandboxes from it. As the name is
// another one too, the old template and its sandboxes are deleted only after that.
const golden = new scalebox.SandboxTemplate(
  "golden",
  {
    sandbox: workshop,
    name: `${config.get("templateName") ?? "golden-python"}-${version}`,
    description: `Version ${version}`,
    ports: [{ port: 8080, name: "web" }],
  },
  { dependsOn: awake },
)
if (!building) power([golden])

const copies = Array.from(
  { length: config.getNumber("copies") ?? 2 },
  (_, index) => new scalebox.Sandbox(`copy-${index + 1}`, { template: golden.id, timeout: 3600 }),
)

export const templateId = golden.id
export const urls = copies.map((copy) => copy.url(8080))
