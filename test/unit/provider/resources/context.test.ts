import { scripted } from "../../../support/context"

const { context, clock } = scripted([])

describe("contextOf", () => {
  test.each([
    ["create", 600],
    ["update", 300],
    ["delete", 300],
    ["look", 120],
  ] as const)("gives %s %p seconds if nothing is said", (operation, seconds) => {
    expect(context(operation)).toMatchObject({
      operation,
      seconds,
      deadline: clock.now() + seconds * 1_000,
    })
  })

  test("gives as many seconds as customTimeouts say", () => {
    for (const seconds of [7, 0.5]) {
      expect(context("delete", { seconds })).toMatchObject({
        seconds,
        deadline: clock.now() + seconds * 1_000,
      })
    }
  })

  test("knows the logical name of the declaration", () => {
    expect(context("create", { owner: "shop/dev/team/web" })).toMatchObject({
      name: "team/web",
      nonce: "n-1",
    })
  })
})
