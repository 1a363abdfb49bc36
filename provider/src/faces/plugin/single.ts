import { join } from "node:path"
import { getRawAsset } from "node:sea"
import { runCompiled } from "./compiled"

// What the single executable runs: the bundle in it.
const source = Buffer.from(getRawAsset("main.js") as ArrayBuffer)
runCompiled(source, join(process.execPath, "..", "main.js"))
