import * as pulumi from "@pulumi/pulumi"
import * as scalebox from "pulumi-scalebox"

const config = new pulumi.Config()

const sandbox = new scalebox.Sandbox("media", { timeout: 3600 })
const media = new scalebox.SandboxPort("media", {
  sandbox,
  port: config.getNumber("port") ?? 9000,
  name: "media",
  protocol: "WEBRTC",
})

export const id = sandbox.id
// Asked for once the port is open, and again by every run, as it is valid for a short time only. A secret as a whole.
export const turn = scalebox.getTurnCredentialOutput({ sandboxId: media.sandboxId })
