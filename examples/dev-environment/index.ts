import * as pulumi from "@pulumi/pulumi"
import * as scalebox from "pulumi-scalebox"

const config = new pulumi.Config()
const bucket = config.get("bucket")

const dev = new scalebox.DevEnvironment("dev", {
  template: config.get("template") ?? "python-dev",
  // Add and remove ports as you need them: the sandbox stays.
  ports: { web: 8080, api: { port: 8000, protocol: "TCP" } },
  envVars: { APP_ENV: "development", APP_TOKEN: config.getSecret("token") ?? "none" },
  ...(bucket
    ? {
        objectStorage: {
          uri: bucket,
          mountPoint: "/mnt/data",
          accessKey: config.requireSecret("accessKey"),
          secretKey: config.requireSecret("secretKey"),
          region: config.get("bucketRegion") ?? "us-east-1",
        },
      }
    : {}),
})

export const sandboxId = dev.sandboxId
export const urls = dev.urls
