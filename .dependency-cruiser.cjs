/** @param {string} name @param {string} comment @param {object} from @param {object} to */
const forbid = (name, comment, from, to) => ({ name, severity: "error", comment, from, to })

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    forbid("no-cycle", "Files that import each other cannot be read or loaded alone", {}, { circular: true }),
    forbid(
      "no-unknown",
      "An import that resolves to nothing hides from all other rules",
      {},
      { couldNotResolve: true },
    ),
    forbid(
      "contract-imports-nothing-of-ours",
      "The contract says what the API is, for client and emulator alike",
      { path: "^provider/src/contract/" },
      { path: "^(provider|emulator)/", pathNot: "^provider/src/contract/" },
    ),
    forbid(
      "client-imports-contract-only",
      "The client can be used without Pulumi",
      { path: "^provider/src/client/" },
      {
        path: "^(provider|emulator)/|node_modules/@pulumi/",
        pathNot: "^provider/(src/(contract|client)/|package\\.json$)",
      },
    ),
    forbid(
      "nothing-imports-the-entries",
      "index, native and dynamic are on top of everything else",
      { path: "^provider/src/", pathNot: "^provider/src/(index|native|dynamic)\\.ts$" },
      { path: "^provider/src/(index|native|dynamic)\\.ts$" },
    ),
    forbid(
      "resources-know-no-face",
      "A lifecycle takes a context and plain values, so that every face can use it",
      { path: "^provider/src/resources/" },
      { path: "^provider/src/(faces|functions|components|cli)/|node_modules/@pulumi/" },
    ),
    forbid(
      "functions-know-no-face",
      "A function takes a client and plain values, so that every face can call it",
      { path: "^provider/src/functions/" },
      { path: "^provider/src/faces/|node_modules/@pulumi/" },
    ),
    forbid(
      "program-loads-no-lifecycle",
      "The user's program needs the names of properties; what a resource does belongs to the provider process",
      { path: "^provider/src/faces/(program|native|dynamic/[^/]+$)" },
      { path: "^provider/src/(faces/dynamic/process/|resources/.*(lifecycle|session|context)\\.ts$)" },
    ),
    forbid(
      "components-on-top",
      "A component is made of resources; no resource is made of components",
      { path: "^provider/src/", pathNot: "^provider/src/(components/|index\\.ts$)" },
      { path: "^provider/src/components/" },
    ),
    forbid(
      "cli-is-an-end",
      "Commands use lifecycles and faces; nothing uses commands",
      { path: "^provider/src/", pathNot: "^provider/src/cli/" },
      { path: "^provider/src/cli/" },
    ),
    forbid(
      "axios-in-client-only",
      "Only the transport knows how requests travel, so that no axios error, which holds the key, gets out",
      { path: "^(provider|emulator)/src/", pathNot: "^provider/src/client/" },
      { path: "node_modules/axios/" },
    ),
    forbid(
      "emulator-sees-contract-only",
      "The emulator must install without Pulumi, and must not share a fault with the client",
      { path: "^emulator/src/" },
      { path: "^provider/|node_modules/@pulumi/", pathNot: "^provider/src/contract/" },
    ),
    forbid(
      "provider-sees-emulator-never",
      "The provider is published without the emulator",
      { path: "^provider/" },
      { path: "^emulator/" },
    ),
    forbid(
      "plugin-imports-protocol-only",
      "The plugin speaks the engine's protocol itself; the SDK would take half a second to load",
      { path: "^provider/src/faces/plugin/" },
      { path: "node_modules/@pulumi/", pathNot: "node_modules/@pulumi/pulumi/proto/" },
    ),
    forbid(
      "faces-know-no-other-face",
      "What two faces have in common belongs to faces/, or below",
      { path: "^provider/src/faces/(dynamic|plugin|native)/" },
      { path: "^provider/src/faces/(dynamic|plugin|native)/", pathNot: "^provider/src/faces/$1/" },
    ),
    forbid(
      "classes-know-no-face",
      "The classes are written once; program/face.ts, which the build replaces, says what is behind them",
      { path: "^provider/src/faces/program/", pathNot: "^provider/src/faces/program/face\\.ts$" },
      { path: "^provider/src/faces/(dynamic|plugin|native)/" },
    ),
    forbid(
      "process-imports-pulumi-as-types-only",
      "The engine's shim has loaded what the provider process needs of the SDK",
      { path: "^provider/src/(dynamic\\.ts$|faces/dynamic/process/)" },
      { path: "node_modules/@pulumi/", dependencyTypesNot: ["type-only"] },
    ),
    forbid(
      "provider-process-loads-no-pulumi",
      "Loading @pulumi/pulumi costs half a second; the compiled files show what is really loaded",
      { path: "^provider/dist/(dynamic\\.js$|resources/|faces/dynamic/process/)" },
      { path: "node_modules/@pulumi/", reachable: true },
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "\\.d\\.ts$" },
    tsPreCompilationDeps: "specify",
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["require", "node", "default"] },
  },
}
