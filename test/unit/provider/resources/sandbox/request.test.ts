import { inputNames } from "../../../../../provider/src/resources/sandbox/changes"
import { requestOf } from "../../../../../provider/src/resources/sandbox/request"

const marks = { "pulumi-scalebox-owner": "shop/dev/web", "pulumi-scalebox-nonce": "n-1" }
const origin = { owner: "shop/dev/web", nonce: "n-1" }

describe("requestOf", () => {
  test("asks for what is declared, never for a wait of the server, with marks to find it by", () => {
    const declared = {
      name: "web",
      timeout: 600,
      envVars: { A: "1" },
      metadata: { team: "a" },
      waitForRunning: true,
    }
    const request = requestOf(declared, origin)
    expect(JSON.parse(JSON.stringify(request))).toEqual({
      name: "web",
      timeout: 600,
      envVars: { A: "1" },
      metadata: { team: "a", ...marks },
      isAsync: true,
    })
  })

  test("hands on every input but waitForRunning", () => {
    const declared = Object.fromEntries(inputNames.map((name) => [name, name]))
    const { metadata: _, isAsync, ...settings } = requestOf({ ...declared, metadata: {} }, origin)
    expect(Object.keys(settings).sort()).toEqual(
      inputNames.filter((name) => !["waitForRunning", "metadata"].includes(name)).sort(),
    )
  })

  test.each([
    ["prj-own", "prj-stack", "prj-own"],
    [undefined, "prj-stack", "prj-stack"],
    [undefined, undefined, undefined],
  ])("takes of the project %p and that of the stack %p the %p", (projectId, ofStack, expected) => {
    expect(requestOf({ projectId }, { ...origin, projectId: ofStack }).projectId).toBe(expected)
  })
})
