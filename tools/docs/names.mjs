/** `SandboxPort` is in `sandbox-port`. @param {string} name */
export const kebab = (name) => name.replaceAll(/(?<=[a-z])[A-Z]/g, "-$&").toLowerCase()
