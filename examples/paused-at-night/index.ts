import * as pulumi from "@pulumi/pulumi"
import * as scalebox from "pulumi-scalebox"

const config = new pulumi.Config()
const state = config.get<"running" | "paused">("state", { allowedValues: ["running", "paused"] }) ?? "running"

// Pauses by itself after a day without a resume, rather than end.
const sandbox = new scalebox.Sandbox("worker", { timeout: 86_400, autoPause: true })

new scalebox.SandboxPowerState("worker", { sandbox, state })

export const id = sandbox.id
export const powerState = state
