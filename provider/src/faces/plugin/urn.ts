/** `project/stack/logical-name` of the resource of a URN, `urn:pulumi:stack::project::type::logical-name`. */
export function ownerOf(urn: string): string {
  const [stack = "", project = "", , ...name] = urn.split("::")
  return `${project}/${stack.replace(/^urn:pulumi:/, "")}/${name.join("::")}`
}
