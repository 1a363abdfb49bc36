import {
  hasNonce,
  memberIndex,
  memberNonce,
  ownKeys,
  withOwnKeys,
  withoutOwnKeys,
} from "../../../../provider/src/resources/marks"

const hidden = { owner: "shop/dev/web", nonce: "n-1" }

describe("withOwnKeys", () => {
  test("adds who created the sandbox, and the nonce that finds it again", () => {
    expect(withOwnKeys({ team: "a" }, hidden)).toEqual({
      team: "a",
      "pulumi-scalebox-owner": "shop/dev/web",
      "pulumi-scalebox-nonce": "n-1",
    })
    expect(withOwnKeys(undefined, { owner: "o", nonce: "" })).toEqual({ "pulumi-scalebox-owner": "o" })
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
  test("are in users' sandboxes and must never change", () => {
    expect(ownKeys).toEqual(["pulumi-scalebox-owner", "pulumi-scalebox-nonce"])
  })
})

describe("A member of a pool", () => {
  const metadata = (nonce: string) => withOwnKeys(undefined, { owner: "o", nonce })

  test("is found by the pool's nonce, in its place", () => {
    const nonce = memberNonce("pool-nonce", 17, "u")
    expect(memberIndex(metadata(nonce), "pool-nonce")).toBe(17)
    expect(memberIndex(metadata(nonce), "other")).toBeUndefined()
    expect(hasNonce(metadata(nonce), nonce)).toBe(true)
    expect(hasNonce(metadata(nonce), memberNonce("pool-nonce", 17, "v"))).toBe(false)
  })

  test("is no sandbox of its own, and no sandbox of its own is a member", () => {
    for (const nonce of ["pool-nonce", "pool-nonce/", "pool-nonce/x/u"]) {
      expect(memberIndex(metadata(nonce), "pool-nonce")).toBeUndefined()
    }
    for (const none of [undefined, null, {}]) expect(memberIndex(none, "pool-nonce")).toBeUndefined()
  })
})
