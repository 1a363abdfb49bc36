/** The tests of one kind: those in the folder of its name. @param {string} name */
export const project = (name) => ({
  displayName: name,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  // Programs that e2e writes there hold copies of our packages, which jest would take for the real ones.
  modulePathIgnorePatterns: ["<rootDir>/test/e2e/.work"],
  testPathIgnorePatterns: ["/node_modules/", "<rootDir>/test/e2e/.work"],
  roots: ["<rootDir>/test", "<rootDir>/provider/src", "<rootDir>/emulator/src"],
  transform: { "^.+\\.ts$": ["ts-jest", { tsconfig: "<rootDir>/test/tsconfig.json" }] },
})

/** Tests that run the real engine, which is prepared only if such tests run. @param {object} wanted */
export const engine = (wanted) => ({
  ...wanted,
  globalSetup: "<rootDir>/tools/jest/engine.mjs",
})
