import { LeftOut } from "../../../../../provider/src/faces/plugin/left-out"

const read = { id: "sbx-1", inputs: { name: "web" }, secret: ["envVars", "objectStorage"] }
const warning = /^sbx-1 has envVars and objectStorage, which the program leaves out/

test("A declaration that is just what was read is warned of once", () => {
  const leftOut = new LeftOut()
  leftOut.note("urn", read)
  expect(leftOut.warningFor("other", { name: "web" })).toBeUndefined()
  expect(leftOut.warningFor("urn", { name: "web" })).toMatch(warning)
  expect(leftOut.warningFor("urn", { name: "web" })).toBeUndefined()
})

test.each<[string, typeof read, object]>([
  ["which says more", read, { name: "web", envVars: { A: "1" } }],
  ["of what has no secrets", { ...read, secret: [] }, { name: "web" }],
])("A declaration %s is not", (_, noted, declared) => {
  const leftOut = new LeftOut()
  leftOut.note("urn", noted)
  expect(leftOut.warningFor("urn", { ...declared })).toBeUndefined()
})
