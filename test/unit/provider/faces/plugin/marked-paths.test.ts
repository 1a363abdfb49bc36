import { markedPaths } from "../../../../../provider/src/faces/plugin/marks"

test.each([
  [undefined, []],
  [{ name: undefined, template: undefined }, []],
  [{ envVars: true, name: undefined }, ["envVars"]],
  [{ metadata: { note: true, plain: undefined } }, ["metadata.note"]],
  [
    { objectStorage: { 0: { accessKey: true, secretKey: true }, 1: { accessKey: true, secretKey: true } } },
    ["objectStorage.accessKey", "objectStorage.secretKey"],
  ],
] as const)("of %j the secret parts are %j", (marks, expected) => {
  expect(markedPaths(marks)).toEqual(expected)
})
