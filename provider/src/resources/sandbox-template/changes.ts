import { differing } from "../canonical"
import type { Properties } from "../properties"
import type { SandboxTemplateInputs } from "./inputs"

/** Every input of a template; a change of any creates a new one. */
export const inputNames = [
  "sandboxId",
  "name",
  "description",
  "visibility",
  "cpuCount",
  "memoryMb",
  "ports",
  "readyCommand",
  "customCommand",
] as const satisfies (keyof SandboxTemplateInputs)[]

export const changesOf = (olds: Properties, news: Properties): (keyof SandboxTemplateInputs)[] =>
  differing(inputNames, olds, news)
