import { engine, project } from "./tools/jest/project.mjs"

/** What is run by hand and not with all tests: it takes minutes, needs an account, or writes into the repository. */
export default {
  testTimeout: 10_000,
  projects: [
    project("screenshots"),
    project("live"),
    { ...engine(project("matrix")), setupFilesAfterEnv: ["<rootDir>/tools/jest/timeout.cjs"] },
  ],
}
