/**
 * The same classes and functions as those of `pulumi-scalebox`, with the plugin in place of dynamic resources: Pulumi.yaml
 * names it. They are bundled with another face.
 */
export * from "./index"
