import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

const made: string[] = []

/** An empty folder that is deleted after the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "scalebox tools "))
  made.push(folder)
  return folder
}

afterAll(() => {
  for (const folder of made) rmSync(folder, { recursive: true, force: true })
})

/** Writes shell scripts by name into a folder, and answers the folder. */
export function fakeCommands(commands: Record<string, string>, folder = temporaryFolder()): string {
  mkdirSync(folder, { recursive: true })
  for (const [name, body] of Object.entries(commands)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  return folder
}

/** What a complete installation of Pulumi looks like to us. */
export const completePulumi = (version: string) => ({
  pulumi: `echo v${version}`,
  "pulumi-language-nodejs": "exit 0",
  "pulumi-resource-pulumi-nodejs": "exit 0",
})
