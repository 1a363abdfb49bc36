import { createHash } from "node:crypto"

/** Characters of a cut hash: enough to tell accounts apart, too few to find a key by. */
const length = 8

/** A mark of several texts together, by which they are known again, and nothing else of them. */
export const cutHash = (...parts: string[]): string =>
  createHash("sha256").update(parts.join("\n")).digest("base64url").slice(0, length)
