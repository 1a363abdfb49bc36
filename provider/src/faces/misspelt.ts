import { configurationKeys } from "../client/configuration"
import { suggestion } from "../resources/suggestion"

const known: readonly string[] = configurationKeys

/** What is wrong with names that no setting has: `apikey is not a known setting; did you mean apiKey?`. */
export const misspelt = (names: string[]): string[] =>
  names
    .filter((name) => !known.includes(name))
    .map((name) => `${name} is not a known setting${suggestion(name, known)}`)
