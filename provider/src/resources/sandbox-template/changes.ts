import { isDeepStrictEqual } from "node:util"
import type { Properties } from "../process/lifecycle"
import type { SandboxTemplateInputs } from "./inputs"

/** Every input of a template; a change of any makes a new one. */
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
  inputNames.filter((name) => !isDeepStrictEqual(olds[name], news[name]))
