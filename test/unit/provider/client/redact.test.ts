import { inspect } from "node:util"
import { withoutKey } from "../../../../provider/src/client/redact"
import { failureOf } from "../../../support/failures"
import { clientOn, json, ok, refused, secretKey, text } from "../../../support/send"

const echo = `The key ${secretKey} (${secretKey}) is not known`
const hidden = "The key [API key] ([API key]) is not known"

describe("A server that repeats the key", () => {
  test.each([
    ["in a refusal", refused(400, echo)],
    ["in a nested refusal", json(400, { error: { message: echo, code: secretKey } })],
    ["in a refusal inside of a 2xx", json(200, { success: false, message: echo, code: secretKey })],
    ["in the request id", json(400, { detail: echo }, { requestId: `req-${secretKey}` })],
    ["with escapes", text(400, JSON.stringify({ message: echo }).replaceAll("-", "\\u002d"))],
  ])("%s is not quoted with it", async (_, reply) => {
    const { client } = clientOn([reply])
    const failure = await failureOf(client.getSandbox("sbx-1"))
    expect(failure.message).toContain(hidden)
    expect(inspect(failure, { depth: 10, showHidden: true })).not.toContain(secretKey)
  })

  test("in a redirect is not quoted with it", async () => {
    const { client } = clientOn([text(302, "", { location: `https://elsewhere.test/${secretKey}/v1` })])
    const failure = await failureOf(client.getSandbox("sbx-1"))
    expect(failure.message).toContain("a redirect to https://elsewhere.test/[API key]/v1.")
  })

  test("as the reason of a sandbox is not quoted with it", async () => {
    const { client } = clientOn([ok({ sandbox_id: "sbx-1", status: "failed", reason: echo })])
    expect((await client.getSandbox("sbx-1")).reason).toBe(hidden)
  })

  test("because a sandbox was given it shows it: it is the user's own", async () => {
    const envVars = { SCALEBOX_API_KEY: secretKey }
    const { client } = clientOn([ok({ sandbox_id: "sbx-1", status: "running", env_vars: envVars })])
    expect((await client.getSandbox("sbx-1")).envVars).toEqual(envVars)
  })
})

describe("withoutKey", () => {
  test("leaves bodies that do not hold the key as they are, to the byte", () => {
    const body = '{"message":  "a\\u0062c", "size": 12345678901234567890}'
    expect(withoutKey(text(400, '{"message":  "abc"}'), secretKey).text).toBe('{"message":  "abc"}')
    expect(withoutKey(text(400, body), undefined).text).toBe(body)
  })

  test("hides the key in a body that is no JSON", () => {
    expect(withoutKey(text(502, `<p>${secretKey}</p>`), secretKey).text).toBe("<p>[API key]</p>")
  })

  test("does not look for the short keys of an emulator, which occur in innocent words", () => {
    expect(withoutKey(text(404, '{"message": "Sandbox not found"}'), "found").text).toContain("not found")
  })
})
