import { readFileSync } from "node:fs"
import { join } from "node:path"
import { runCompiled } from "./compiled"

// What `pulumi-resource-scalebox` runs: the bundle beside it.
const file = join(__dirname, "main.js")
runCompiled(readFileSync(file), file)
