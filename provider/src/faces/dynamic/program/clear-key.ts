import * as pulumi from "@pulumi/pulumi"

/** Part of the SDK since 3.0, but missing in its type declarations. */
const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean }

const key = "scalebox:apiKey"
let done = false

/** The engine keeps configuration that was set without --secret in clear in the state of its default provider. */
export function warnAboutClearKey(): void {
  if (done) return
  done = true
  if (!pulumi.runtime.getConfig(key) || !isConfigSecret || isConfigSecret(key)) return
  void pulumi.log.warn(
    `${key} is set in clear, so it lies in clear in the stack's state. ` +
      `Run \`pulumi config set --secret ${key}\` and rotate the key`,
  )
}
