import * as pulumi from "@pulumi/pulumi"
import * as scalebox from "pulumi-scalebox"

const config = new pulumi.Config()

const sandbox = new scalebox.Sandbox("data", {
  timeout: 3600,
  objectStorage: {
    uri: config.get("bucket") ?? "s3://my-bucket/data",
    mountPoint: "/mnt/data",
    // Encrypted in the configuration and in the state; the API does not keep them.
    accessKey: config.requireSecret("accessKey"),
    secretKey: config.requireSecret("secretKey"),
    region: config.get("region") ?? "us-east-1",
  },
})

export const id = sandbox.id
export const mountPoint = "/mnt/data"
