import { during, isScaleboxError, ScaleboxError } from "../../../../provider/src/client/errors"

const facts = {
  code: "not_found",
  message: "GET /v1/sandboxes/sbx-1 answered 404",
  hint: "Look it up",
  status: 404,
  apiMessage: "Sandbox not found",
} as const

describe("ScaleboxError", () => {
  test("says what went wrong, then what to do", () => {
    const error = new ScaleboxError(facts)
    expect(error.message).toBe("GET /v1/sandboxes/sbx-1 answered 404. Look it up")
    expect(error.code).toBe("not_found")
    expect(error.name).toBe("ScaleboxError")
    expect(error).toBeInstanceOf(Error)
  })

  test("does without a hint", () => {
    expect(new ScaleboxError({ code: "timeout", message: "Too late" }).message).toBe("Too late")
  })
})

describe("during", () => {
  test("puts what was being done in front, and keeps all facts", async () => {
    const work = during("Cannot read sandbox sbx-1", () => Promise.reject(new ScaleboxError(facts)))
    const error: unknown = await work.catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      message: "Cannot read sandbox sbx-1: GET /v1/sandboxes/sbx-1 answered 404. Look it up",
      facts: { code: "not_found", status: 404, apiMessage: "Sandbox not found", hint: "Look it up" },
    })
  })

  test("leaves other errors and answers alone", async () => {
    const other = new TypeError("a bug")
    await expect(during("Cannot", () => Promise.reject(other))).rejects.toBe(other)
    await expect(during("Cannot", async () => 7)).resolves.toBe(7)
  })
})

describe("isScaleboxError", () => {
  test("tells kinds apart", () => {
    const error = new ScaleboxError(facts)
    expect(isScaleboxError(error)).toBe(true)
    expect(isScaleboxError(error, "conflict", "not_found")).toBe(true)
    expect(isScaleboxError(error, "conflict")).toBe(false)
    expect(isScaleboxError(new Error("not_found"), "not_found")).toBe(false)
    expect(isScaleboxError(undefined)).toBe(false)
  })
})
