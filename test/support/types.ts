import { join } from "node:path"
import ts from "typescript"

/** Compiles a module that uses the published types, and answers the lines at which the compiler finds fault. */
export function faultyLines(code: string): string[] {
  const file = join(__dirname, "snippet.ts")
  const options: ts.CompilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Node16,
    moduleResolution: ts.ModuleResolutionKind.Node16,
    types: ["node"],
  }
  const host = ts.createCompilerHost(options)
  const { readFile, fileExists } = host
  host.readFile = (path) => (path === file ? code : readFile(path))
  host.fileExists = (path) => path === file || fileExists(path)
  const lines = code.split("\n")
  const faults = ts.getPreEmitDiagnostics(ts.createProgram([file], options, host)).map((fault) => {
    const place = fault.file?.fileName === file ? fault.file : undefined
    const line = place && lines[place.getLineAndCharacterOfPosition(fault.start ?? 0).line]
    return line ?? ts.flattenDiagnosticMessageText(fault.messageText, "\n")
  })
  return [...new Set(faults)]
}
