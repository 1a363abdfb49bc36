import { closest, distance } from "fastest-levenshtein"
import { fromWire } from "../contract"

/** Words that people bring along from the API, from other tools or from other clouds, by the property that they mean. */
const synonyms: Record<string, readonly string[]> = {
  cpuCount: ["cpu", "cpus", "cores"],
  memoryMb: ["memory", "ram"],
  storageGb: ["storage", "disk"],
  envVars: ["env", "envs", "environment"],
  customPorts: ["ports"],
  projectId: ["project"],
  locality: ["region"],
  servicePort: ["targetPort"],
}

/** What has no property of its own, by the property that does the same. */
const explanations: Record<string, Readonly<Record<string, string>>> = {
  waitForRunning: {
    isAsync:
      "a sandbox is always created with is_async, and waitForRunning says whether `pulumi up` waits until it runs",
  },
  timeout: {
    timeoutMs: "timeout counts seconds",
    timeoutSeconds: "timeout counts seconds",
    timeoutMinutes: "timeout counts seconds",
  },
  sandboxId: { sandboxId: "sandbox takes the Sandbox, or its id" },
}

/** How an unknown key is probably meant, as the end of a sentence; empty if nothing known is like it. */
export function suggestion(key: string, known: readonly string[]): string {
  const [camel = key] = Object.keys(fromWire({ [key]: 0 }) as object)
  const explained = known.find((name) => explanations[name] && Object.hasOwn(explanations[name], camel))
  if (explained) return `; ${explanations[explained]?.[camel]}`
  if (camel !== key && known.includes(camel)) {
    return `; did you mean ${camel}? ${key} is how the API spells it`
  }
  const meant = known.find((name) => synonyms[name]?.includes(camel)) ?? nearest(key, known)
  return meant ? `; did you mean ${meant}?` : ""
}

/** The known words, those first that differ by the fewest letters. */
export const byLikeness = (word: string, known: readonly string[]): string[] =>
  [...known].sort((a, b) => distance(word, a) - distance(word, b))

/** The known key that differs by few letters. */
function nearest(key: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined
  const found = closest(key, known)
  const limit = Math.max(2, key.length / 3)
  return distance(key.toLowerCase(), found.toLowerCase()) <= limit ? found : undefined
}
