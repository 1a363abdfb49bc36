import { availableParallelism } from "node:os"
import { engine, project } from "./tools/jest/project.mjs"

export default {
  // For what hangs, and nothing else: a busy machine takes many times as long as another for the same.
  testTimeout: 120_000,
  // By default jest leaves a core free, which is half of a small machine; e2e tests also wait for servers now and then.
  maxWorkers: availableParallelism() + 1,
  projects: [
    project("unit"),
    project("contract"),
    project("protocol"),
    { ...project("model"), setupFilesAfterEnv: ["<rootDir>/tools/jest/timeout.cjs"] },
    { ...project("browser"), setupFilesAfterEnv: ["<rootDir>/tools/jest/timeout.cjs"] },
    engine(project("e2e")),
  ],
}
