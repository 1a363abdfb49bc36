import { ScaleboxError } from "../../../../../../provider/src/client"
import { thrown, withoutEchoes } from "../../../../../../provider/src/faces/dynamic/process/echoes"
import { Errors } from "../../../../../../provider/src/faces/errors"

const refused = new ScaleboxError({ code: "invalid", message: "The key is wrong", hint: "Set another one" })

/** What the engine's shim prints, and what it answers, of an error that it catches. */
function caught(error: Error) {
  const printed: unknown[][] = []
  const output = { error: (...parts: unknown[]) => void printed.push(parts) }
  withoutEchoes(output)
  output.error(`${error}: ${error.stack}`)
  return { printed, answered: error.message }
}

describe("What the shim prints of an error beside answering it", () => {
  test("is nothing if the error is one of ours", () => {
    expect(caught(thrown(refused, new Errors()))).toEqual({
      printed: [],
      answered: "The key is wrong. Set another one",
    })
  })

  test("is the whole fault if it is one of this package", () => {
    const { printed, answered } = caught(thrown(new TypeError("x is not a function"), new Errors()))
    expect(printed).toEqual([
      [expect.stringMatching(/^Error: x is not a function: Error: x is not a function\n +at /)],
    ])
    expect(answered).toBe("x is not a function")
  })

  test("is all that other resources of the process say", () => {
    const printed: unknown[][] = []
    const output = { error: (...parts: unknown[]) => void printed.push(parts) }
    withoutEchoes(output)
    output.error("theirs: ")
    output.error(": ", "with more")
    expect(printed).toEqual([["theirs: "], [": ", "with more"]])
  })
})
