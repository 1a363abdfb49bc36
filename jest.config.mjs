import { availableParallelism } from "node:os"
import { engine, project } from "./tools/jest/project.mjs"

export default {
  // For what hangs, and nothing else: a busy machine takes many times as long as another, and one case runs the commands of many guides.
  testTimeout: 300_000,
  // By default jest leaves a core free, which is half of a small machine; e2e tests also wait for servers now and then.
  maxWorkers: availableParallelism() + 1,
  projects: [
    project("unit"),
    project("contract"),
    project("protocol"),
    project("model"),
    project("browser"),
    engine(project("e2e")),
  ],
}
