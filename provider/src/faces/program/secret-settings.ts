import * as pulumi from "@pulumi/pulumi"
import { mountSecrets } from "../../contract"

/** The settings of sandboxes with those made secret that always are: envVars as a whole, and the keys of storage. */
export function withSecretSettings<T extends { envVars?: unknown; objectStorage?: unknown }>(args: T) {
  const { envVars, objectStorage } = args
  return {
    ...args,
    ...(envVars === undefined ? {} : { envVars: pulumi.secret(envVars) }),
    ...(objectStorage === undefined ? {} : { objectStorage: withSecretKeys(objectStorage) }),
  }
}

/** Makes the credentials secret, and all of a mount only if it cannot be looked into yet. */
function withSecretKeys(mounts: unknown): unknown {
  if (Array.isArray(mounts)) return mounts.map(withSecretKeys)
  if (mounts === null || typeof mounts !== "object" || isLater(mounts)) return pulumi.secret(mounts)
  const secrets = mountSecrets.filter((key) => key in mounts)
  return {
    ...mounts,
    ...Object.fromEntries(secrets.map((key) => [key, pulumi.secret(Reflect.get(mounts, key))])),
  }
}

const isLater = (value: unknown) => pulumi.Output.isInstance(value) || value instanceof Promise
