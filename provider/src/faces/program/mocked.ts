import * as pulumi from "@pulumi/pulumi"

/** Whether Pulumi's mocks replace the engine, as they do in users' unit tests. */
export const isMocked = (): boolean => {
  const monitor: unknown = pulumi.runtime.getMonitor()
  return typeof monitor === "object" && monitor !== null && "mocks" in monitor
}
