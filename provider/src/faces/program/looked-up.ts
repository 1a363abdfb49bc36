import type { CustomResource, CustomResourceOptions } from "@pulumi/pulumi"

/** Notes whether a program only looks a resource up. A program that exports the whole resource exports what can be listed. */
export function noteLookedUp(
  resource: CustomResource & { isLookedUp: boolean },
  { id }: CustomResourceOptions,
): void {
  Object.defineProperty(resource, "isLookedUp", { value: id !== undefined })
}
