import { availableParallelism } from "node:os"
import { engine, project } from "./tools/jest/project.mjs"

export default {
  testTimeout: 10_000,
  // End-to-end tests wait now and then; by default jest would even leave a core free, which is half of a small machine.
  maxWorkers: Math.ceil(1.5 * availableParallelism()),
  projects: [
    project("unit"),
    project("contract"),
    { ...project("browser"), setupFilesAfterEnv: ["<rootDir>/tools/jest/timeout.cjs"] },
    engine(project("e2e")),
  ],
}
