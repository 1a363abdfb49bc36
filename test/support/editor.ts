import { join } from "node:path"
import ts from "typescript"

const file = join(__dirname, "edited.ts")

const options: ts.CompilerOptions = {
  noEmit: true,
  strict: true,
  skipLibCheck: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.Node16,
  moduleResolution: ts.ModuleResolutionKind.Node16,
  types: ["node"],
}

/** What an editor says of a program that uses the published types, by TypeScript's own language service. */
export class Editor {
  private readonly service: ts.LanguageService

  /** @param code With places to ask about marked by comments such as `/*dev*\u002f`. */
  constructor(private readonly code: string) {
    this.service = ts.createLanguageService({
      getCompilationSettings: () => options,
      getScriptFileNames: () => [file],
      getScriptVersion: () => "1",
      getScriptSnapshot: (path) => {
        const text = path === file ? code : ts.sys.readFile(path)
        return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text)
      },
      getCurrentDirectory: () => __dirname,
      getDefaultLibFileName: ts.getDefaultLibFilePath,
      fileExists: (path) => path === file || ts.sys.fileExists(path),
      readFile: ts.sys.readFile,
      readDirectory: ts.sys.readDirectory,
      directoryExists: ts.sys.directoryExists,
      getDirectories: ts.sys.getDirectories,
    })
  }

  /** The place behind a mark. */
  private at(mark: string): number {
    const text = `/*${mark}*/`
    const found = this.code.indexOf(text)
    if (found < 0) throw new Error(`Nothing is marked ${text}`)
    return found + text.length
  }

  /** What hovering over the word behind a mark shows: its type, and its description. */
  hover(mark: string): { type: string; text: string } {
    const info = this.service.getQuickInfoAtPosition(file, this.at(mark))
    return {
      type: ts.displayPartsToString(info?.displayParts),
      text: ts.displayPartsToString(info?.documentation),
    }
  }

  /** What can be completed behind a mark, each name with its description if that is asked for. */
  completions(mark: string): string[] {
    const found = this.service.getCompletionsAtPosition(file, this.at(mark), {})
    return (found?.entries ?? []).filter(({ kind }) => kind !== "warning").map(({ name }) => name)
  }

  /** The description of one completion. */
  description(mark: string, name: string): string {
    const place = this.at(mark)
    const details = this.service.getCompletionEntryDetails(
      file,
      place,
      name,
      undefined,
      undefined,
      undefined,
      undefined,
    )
    return ts.displayPartsToString(details?.documentation)
  }

  /** What a package exports, and public members of that, that an editor has no description for: `Sandbox.url`. */
  withoutDescription(packageName: string): string[] {
    const checker = this.service.getProgram()?.getTypeChecker()
    const source = this.service.getProgram()?.getSourceFile(file)
    const imported = source?.statements
      .filter(ts.isImportDeclaration)
      .map(({ moduleSpecifier }) => moduleSpecifier)
      .find((specifier) => ts.isStringLiteral(specifier) && specifier.text === packageName)
    const exporting = imported && checker?.getSymbolAtLocation(imported)
    if (!checker || !exporting) throw new Error(`The program does not import ${packageName}`)
    const isBare = (symbol: ts.Symbol) => symbol.getDocumentationComment(checker).length === 0
    return checker.getExportsOfModule(exporting).flatMap((exported) => {
      const { name } = exported
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
      const members = checker.getDeclaredTypeOfSymbol(symbol).getProperties().filter(isOwn)
      return [symbol, ...members]
        .filter(isBare)
        .map((bare) => (bare === symbol ? name : `${name}.${bare.getName()}`))
    })
  }

  /** Each error with all that is said below it, by the line that it is in. */
  errors(): { line: string; message: string }[] {
    const all = [...this.service.getSyntacticDiagnostics(file), ...this.service.getSemanticDiagnostics(file)]
    const lines = this.code.split("\n")
    return all.map(({ file: source, start = 0, messageText }) => ({
      line: lines[source?.getLineAndCharacterOfPosition(start).line ?? 0] ?? "",
      message: ts.flattenDiagnosticMessageText(messageText, "\n"),
    }))
  }
}

/** Whether a member is declared by this package, for all to see. */
function isOwn({ declarations: [declaration] = [] }: ts.Symbol): boolean {
  if (!declaration?.getSourceFile().fileName.includes("/provider/dist/")) return false
  return !(ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private)
}
