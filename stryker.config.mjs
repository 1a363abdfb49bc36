/**
 * Which changes of the source no unit test notices: `npm run test:mutation`, by hand, as it takes an hour or more on two cores.
 * What is mutated decides alone, without an engine: the client, what a change does, members of a pool, recover's plan.
 *
 * @type {import("@stryker-mutator/api/core").PartialStrykerOptions}
 */
export default {
  testRunner: "jest",
  jest: { projectType: "custom", configFile: "jest.mutation.config.mjs" },
  coverageAnalysis: "perTest",
  // What runs while a module loads needs all tests for each mutant, and breaks them all at once.
  ignoreStatic: true,
  mutate: [
    "provider/src/client/**/*.ts",
    "provider/src/resources/**/changes.ts",
    "provider/src/resources/canonical.ts",
    "provider/src/resources/sandbox-pool/members.ts",
    "provider/src/cli/recover/{plan,entry}.ts",
    "!**/index.ts",
    "!**/*.d.ts",
  ],
  ignorePatterns: ["bench", "docs", "examples", "test/e2e", "test/matrix", "test/screenshots", "reports"],
  // Text that only a person reads is no logic.
  mutator: { excludedMutations: ["StringLiteral"] },
  reporters: ["clear-text", "json"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  jsonReporter: { fileName: "reports/mutation.json" },
  tempDirName: "reports/stryker",
  timeoutMS: 20_000,
}
