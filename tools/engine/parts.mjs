/** What the engine starts by name when it runs a Node.js program with dynamic resources. */
export const helpers = ["pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"]
