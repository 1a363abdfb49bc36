import { reasonsOf } from "../../../../../provider/src/resources/sandbox-pool/troubles"

const trouble = (index: number, why: string, next = "Try again") => ({ name: `web-${index}`, why, next })

describe("reasonsOf", () => {
  test("names a single member", () => {
    expect(reasonsOf([{ ...trouble(3, "failed: Disk full"), id: "sbx-3" }], 'pool "web"')).toEqual([
      'Sandbox web-3 (sbx-3) of pool "web" failed: Disk full. Try again',
    ])
  })

  test("puts those together that went wrong in the same way, whatever their ids and requests", () => {
    const why = (id: string, request: string) =>
      `failed: PUT /v1/sandboxes/${id} answered 409 (request ${request})`
    const troubles = [
      { ...trouble(1, why("sbx-1", "r-1")), id: "sbx-1" },
      trouble(2, "was not tried"),
      { ...trouble(3, why("sbx-3", "r-3")), id: "sbx-3" },
      { ...trouble(4, why("sbx-4", "r-4"), "Do something else"), id: "sbx-4" },
    ]
    expect(reasonsOf(troubles, 'pool "web"')).toEqual([
      `Sandboxes web-1 (sbx-1) and web-3 (sbx-3) of pool "web" each ${why("sbx-1", "r-1")}. Try again`,
      'Sandbox web-2 of pool "web" was not tried. Try again',
      `Sandbox web-4 (sbx-4) of pool "web" ${why("sbx-4", "r-4")}. Do something else`,
    ])
  })

  test("names so many that a person can read, and counts the others", () => {
    const [reason = "", ...others] = reasonsOf(
      Array.from({ length: 5_000 }, (_, index) => trouble(index, "failed")),
      'pool "web"',
    )
    expect(others).toEqual([])
    expect(reason).toContain('web-8, web-9 and 4990 more of pool "web" each failed. Try again')
  })
})
