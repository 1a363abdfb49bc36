import { ownKeys, withOwnKeys, withoutOwnKeys } from "../../../../../provider/src/resources/sandbox/metadata"

const hidden = { owner: "shop/dev/web", nonce: "n-1" }

describe("withOwnKeys", () => {
  test("adds who made the sandbox, and the nonce that finds it again", () => {
    expect(withOwnKeys({ team: "a" }, hidden)).toEqual({
      team: "a",
      "pulumi-scalebox-owner": "shop/dev/web",
      "pulumi-scalebox-nonce": "n-1",
    })
    expect(withOwnKeys(undefined, { owner: "o" })).toEqual({ "pulumi-scalebox-owner": "o" })
  })
})

describe("withoutOwnKeys", () => {
  test("undoes withOwnKeys", () => {
    expect(withoutOwnKeys(withOwnKeys({ team: "a", constructor: "b" }, hidden))).toEqual({
      team: "a",
      constructor: "b",
    })
  })

  test.each([[withOwnKeys(undefined, hidden)], [{}], [null], [undefined]])(
    "leaves nothing of %j",
    (metadata) => {
      expect(withoutOwnKeys(metadata)).toBeUndefined()
    },
  )
})

describe("ownKeys", () => {
  test("stand in users' sandboxes and must never change", () => {
    expect(ownKeys).toEqual(["pulumi-scalebox-owner", "pulumi-scalebox-nonce"])
  })
})
