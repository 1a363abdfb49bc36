import * as pulumi from "@pulumi/pulumi"
import { memory } from "./memory"

/** Part of the SDK since 3.0, but missing in its type declarations. */
const { isConfigSecret } = pulumi.runtime as { isConfigSecret?: (key: string) => boolean }

const key = "scalebox:apiKey"

/** The engine keeps configuration that was set without --secret in plain text in the state of its default provider. */
export function warnAboutClearKey(remembered = memory): void {
  if (remembered.isKeyChecked) return
  remembered.isKeyChecked = true
  if (!pulumi.runtime.getConfig(key) || !isConfigSecret || isConfigSecret(key)) return
  void pulumi.log.warn(
    `${key} is stored in plain text, also in the stack's state. ` +
      `Run \`pulumi config set --secret ${key}\` and rotate the key`,
  )
}
