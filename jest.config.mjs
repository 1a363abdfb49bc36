/** @param {"unit" | "contract" | "e2e"} name */
const project = (name) => ({
  displayName: name,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  // Programs that e2e writes there hold copies of our packages, which jest would take for the real ones.
  modulePathIgnorePatterns: ["<rootDir>/test/e2e/.work"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/e2e/.work"],
  roots: ["<rootDir>/test", "<rootDir>/provider/src", "<rootDir>/emulator/src"],
  transform: { "^.+\\.ts$": ["ts-jest", { tsconfig: "<rootDir>/test/tsconfig.json" }] },
})

export default {
  testTimeout: 10_000,
  // By default jest leaves a core free, which is half of a small machine.
  maxWorkers: "100%",
  projects: [
    project("unit"),
    project("contract"),
    {
      ...project("e2e"),
      // Runs only when an e2e test does.
      globalSetup: "<rootDir>/tools/jest/engine.mjs",
      setupFilesAfterEnv: ["<rootDir>/tools/jest/timeout.cjs"],
    },
  ],
}
