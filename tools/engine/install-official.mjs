// A process of its own, so that a download that hangs can be ended: the Automation API offers no way to stop it.
import { createRequire } from "node:module"
import automation from "@pulumi/pulumi/automation/index.js"

// The Automation API takes a version only as an object of its own copy of semver.
const require = createRequire(createRequire(import.meta.url).resolve("@pulumi/pulumi/automation"))
const { SemVer } = require("semver")

const [, , version = "", root = ""] = process.argv
await automation.PulumiCommand.install({ version: new SemVer(version), root })
