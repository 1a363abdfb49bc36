import { type Emulator, startEmulator } from "../../emulator/src"

let started: Promise<Emulator> | undefined

/** The one emulator of a test file; every stack has an account of its own on it. */
export function sharedEmulator(): Promise<Emulator> {
  started ??= startEmulator({ bootMs: 60, stopMs: 30 })
  return started
}

afterAll(async () => {
  await (await started)?.close()
})
