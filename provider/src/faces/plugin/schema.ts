const { version }: { version: string } = require("../../../package.json")
const schema: object = require("./schema.json")

/** The package schema, with the version of this package. */
export const schemaText = (): string => JSON.stringify({ ...schema, version })
