import { Editor } from "./editor"

/** Compiles a module that uses the published types, and answers the lines at which the compiler finds fault. */
export const faultyLines = (code: string): string[] => [
  ...new Set(new Editor(code).errors().map(({ line }) => line)),
]
