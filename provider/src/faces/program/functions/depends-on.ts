import * as pulumi from "@pulumi/pulumi"

/**
 * Known once all that `dependsOn` names has been created, with all that is in a component: in a preview, what depends on a
 * resource to be created is unknown.
 */
export const made = (dependsOn: pulumi.InvokeOutputOptions["dependsOn"]): pulumi.Output<unknown> =>
  pulumi.output(dependsOn).apply((given) => {
    const resources: pulumi.Resource[] = given === undefined ? [] : [given].flat()
    return pulumi.all(resources.map(madeIn))
  })

/** As the SDK does it for functions of the engine, by the same properties. */
function madeIn(resource: pulumi.Resource): pulumi.Output<unknown> {
  if (pulumi.CustomResource.isInstance(resource)) return resource.id
  const constructed = Promise.resolve<unknown>(Reflect.get(resource, "__data")).then(() => true)
  return pulumi.output(constructed).apply(() => {
    const children: Set<pulumi.Resource> | undefined = Reflect.get(resource, "__childResources")
    return pulumi.all([resource.urn, ...[...(children ?? [])].map(madeIn)])
  })
}
