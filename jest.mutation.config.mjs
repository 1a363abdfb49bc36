import { project } from "./tools/jest/project.mjs"

/** The unit tests of what `npm run test:mutation` changes; those of files that start processes would only cost time. */
export default {
  ...project("unit"),
  testMatch: ["client", "resources", "cli"].map(
    (folder) => `<rootDir>/test/unit/provider/${folder}/**/*.test.ts`,
  ),
  testTimeout: 60_000,
}
