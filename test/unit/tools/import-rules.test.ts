import { execFile } from "node:child_process"
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { temporaryFolder } from "./fake-commands"
import { root } from "./in-node"

/** A tree in which each of the first files breaks one rule, and the last ones break none. */
const files = {
  "provider/src/contract/a.ts": 'import "../client/http"',
  "provider/src/client/http.ts": 'import axios from "axios"\nexport const get = axios.get',
  "provider/src/client/b.ts": 'import "@pulumi/pulumi"',
  "provider/src/client/c.ts": 'import type { X } from "../resources/sandbox/x"\nexport type Y = X',
  "provider/src/functions/d.ts": 'import "axios"',
  "provider/src/functions/e.ts": 'import "../index"',
  "provider/src/functions/f.ts": 'import "../cli/recover"',
  "provider/src/functions/g.ts": 'import "../../../emulator/src/h"',
  "provider/src/functions/h.ts": 'import "../components/good"',
  "provider/src/functions/i.ts": 'import "../faces/program/good"',
  "provider/src/functions/one.ts": 'import "./two"',
  "provider/src/functions/two.ts": 'import "./one"',
  "provider/src/functions/unknown.ts": 'import "./nowhere"',
  "provider/src/resources/sandbox/lifecycle.ts": 'import type { Run } from "../../faces/dynamic/process/run"',
  "provider/src/resources/sandbox/sdk.ts": 'import type { Input } from "@pulumi/pulumi"',
  "provider/src/faces/dynamic/process.ts": 'import "./process/run"',
  "provider/src/faces/program/lifecycle.ts": 'import "../../resources/good/lifecycle"',
  "provider/src/faces/native/session.ts": 'import type { S } from "../../resources/session"',
  "provider/src/faces/dynamic/process/sdk.ts":
    'import * as pulumi from "@pulumi/pulumi"\npulumi.log.info("")',
  "provider/src/faces/plugin/sdk.ts": 'import "@pulumi/pulumi"',
  "provider/src/faces/plugin/other.ts": 'import "../dynamic/good"',
  "provider/src/faces/native/other.ts": 'import "../plugin/good"',
  "provider/src/faces/program/other.ts": 'import "../dynamic/good"',
  "provider/src/dynamic.ts": 'import { log } from "@pulumi/pulumi"\nlog.info("")',
  "provider/dist/dynamic.js": 'require("./helper")',
  "provider/dist/helper.js": 'require("@pulumi/pulumi")',
  "emulator/src/h.ts": 'import "../../provider/src/client/http"',
  "emulator/src/i.ts": 'import "@pulumi/pulumi"',

  "emulator/src/good.ts": 'import "../../provider/src/contract/good"',
  "provider/src/components/good.ts": 'import "../faces/program/good"',
  "provider/src/contract/good.ts": 'import "zod"',
  "provider/src/client/good.ts": 'import "../contract/good"\nimport "axios"\nimport "./http"',
  "provider/src/resources/good/changes.ts": 'import "../../client/good"\nimport "../../contract/good"',
  "provider/src/resources/good/lifecycle.ts": 'import "./changes"\nimport type { S } from "../session"',
  "provider/src/resources/session.ts": "export interface S {}",
  "provider/src/resources/sandbox/x.ts": "export interface X {}",
  "provider/src/faces/dynamic/good.ts": 'import "../program/good"',
  "provider/src/faces/program/face.ts": 'import "../dynamic/good"',
  "provider/src/faces/program/good.ts": 'import "@pulumi/pulumi"\nimport "../../resources/good/changes"',
  "provider/src/faces/dynamic/process/run.ts":
    'import type * as pulumi from "@pulumi/pulumi"\nimport "../../../resources/good/lifecycle"\n' +
    "export type Provider = pulumi.dynamic.ResourceProvider",
  "provider/src/faces/plugin/good.ts": 'import "@pulumi/pulumi/proto/engine_pb"\nimport "./sdk"',
  "provider/src/faces/native/good.ts": 'import "../program/good"',
  "provider/src/native.ts": 'import "./index"',
  "provider/src/cli/recover.ts": 'import "../client/good"\nimport "../resources/good/lifecycle"',
  "provider/src/index.ts": 'import "./components/good"\nimport "./faces/program/good"',
}

async function violations(): Promise<string[]> {
  const folder = temporaryFolder()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  for (const name of [".dependency-cruiser.cjs", "tsconfig.base.json"])
    cpSync(join(root, name), join(folder, name))
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"))
  const cruise = join(root, "node_modules", "dependency-cruiser", "bin", "dependency-cruise.mjs")
  const args = [cruise, "--output-type", "json", "provider/src", "emulator/src", "provider/dist"]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 1e8 }).catch(
    (failed) => failed,
  )
  const { summary }: { summary: { violations: { from: string; rule: { name: string } }[] } } =
    JSON.parse(stdout)
  return summary.violations.map(({ from, rule }) => `${from} ${rule.name}`).sort()
}

test("import rules find each forbidden import, and nothing else", async () => {
  const found = await violations()
  expect(found).toEqual([
    "emulator/src/h.ts emulator-sees-contract-only",
    "emulator/src/i.ts emulator-sees-contract-only",
    "provider/dist/dynamic.js provider-process-loads-no-pulumi",
    "provider/src/client/b.ts client-imports-contract-only",
    "provider/src/client/c.ts client-imports-contract-only",
    "provider/src/contract/a.ts contract-imports-nothing-of-ours",
    "provider/src/dynamic.ts process-imports-pulumi-as-types-only",
    "provider/src/faces/dynamic/process.ts program-loads-no-lifecycle",
    "provider/src/faces/dynamic/process/sdk.ts process-imports-pulumi-as-types-only",
    "provider/src/faces/native/other.ts faces-know-no-other-face",
    "provider/src/faces/native/session.ts program-loads-no-lifecycle",
    "provider/src/faces/plugin/other.ts faces-know-no-other-face",
    "provider/src/faces/plugin/sdk.ts plugin-imports-protocol-only",
    "provider/src/faces/program/lifecycle.ts program-loads-no-lifecycle",
    "provider/src/faces/program/other.ts classes-know-no-face",
    "provider/src/functions/d.ts axios-in-client-only",
    "provider/src/functions/e.ts nothing-imports-the-entries",
    "provider/src/functions/f.ts cli-is-an-end",
    "provider/src/functions/g.ts provider-sees-emulator-never",
    "provider/src/functions/h.ts components-on-top",
    "provider/src/functions/i.ts functions-know-no-face",
    "provider/src/functions/one.ts no-cycle",
    "provider/src/functions/unknown.ts no-unknown",
    "provider/src/resources/sandbox/lifecycle.ts resources-know-no-face",
    "provider/src/resources/sandbox/sdk.ts resources-know-no-face",
  ])
  const broken = new Set(found.map((line) => line.split(" ").at(-1)))
  const { forbidden }: { forbidden: { name: string }[] } = require(join(root, ".dependency-cruiser.cjs"))
  expect(forbidden.map(({ name }) => name).filter((name) => !broken.has(name))).toEqual([])
  // It starts the whole checker, beside all other tests.
})
