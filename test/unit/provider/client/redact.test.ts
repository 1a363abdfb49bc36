import { inspect } from "node:util"
import { withoutSecrets } from "../../../../provider/src/client/redact"
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

describe("withoutSecrets", () => {
  test("leaves bodies that do not hold the key as they are, to the byte", () => {
    const body = '{"message":  "a\\u0062c", "size": 12345678901234567890}'
    expect(withoutSecrets(text(400, '{"message":  "abc"}'), secretKey).text).toBe('{"message":  "abc"}')
    expect(withoutSecrets(text(400, body), undefined).text).toBe(body)
  })

  test("hides the key in a body that is no JSON", () => {
    expect(withoutSecrets(text(502, `<p>${secretKey}</p>`), secretKey).text).toBe("<p>[API key]</p>")
  })

  test("does not look for the short keys of an emulator, which occur in innocent words", () => {
    expect(withoutSecrets(text(404, '{"message": "Sandbox not found"}'), "found").text).toContain("not found")
  })
})

describe("A server that repeats what it was sent", () => {
  const secrets = {
    envVars: { DB_URL: "postgres://u:p@db/main", SHORT: "1234567" },
    objectStorage: {
      uri: "s3://bucket-name/data",
      mountPoint: "/mnt/data-here",
      accessKey: "AKIA-access-key",
      secretKey: "store-secret-key",
      region: "us-east-1",
    },
  }
  const echoes = [
    `DB_URL "${secrets.envVars.DB_URL}" is too long`,
    `access_key ${secrets.objectStorage.accessKey} is unknown`,
    `${secrets.objectStorage.secretKey} does not sign`,
  ]

  test.each(echoes)("does not get the secret of %p into the error", async (echoed) => {
    for (const reply of [
      refused(400, echoed),
      json(200, { success: false, message: echoed }),
      json(409, { error: { message: echoed } }),
    ]) {
      const { client } = clientOn([reply])
      const failure = await failureOf(client.createSandbox(secrets))
      expect(failure.message).toContain("[secret]")
      const shown = inspect(failure, { depth: 10, showHidden: true })
      for (const value of [
        secrets.envVars.DB_URL,
        secrets.objectStorage.accessKey,
        secrets.objectStorage.secretKey,
      ])
        expect(shown).not.toContain(value)
    }
  })

  test("still names what is no secret, and short values", async () => {
    const said = "1234567 in s3://bucket-name/data at /mnt/data-here is wrong"
    const { client } = clientOn([refused(400, said)])
    expect((await failureOf(client.createSandbox(secrets))).message).toContain(said)
  })

  test("does not show it as the reason of the sandbox, but as its own variable", async () => {
    const { envVars } = secrets
    const { client } = clientOn([
      ok({ sandbox_id: "sbx-1", status: "failed", reason: echoes[0], env_vars: envVars }, 201),
    ])
    const sandbox = await client.createSandbox(secrets)
    expect(sandbox.reason).toBe('DB_URL "[secret]" is too long')
    expect(sandbox.envVars).toEqual(envVars)
  })

  test("hides a secret whole where another is a part of it, and takes signs of replacement as they are", () => {
    const { text: left } = withoutSecrets(text(400, "abcdefgh$&ijkl"), "sk-unrelated", [
      "abcdefgh",
      "abcdefgh$&ijkl",
    ])
    expect(left).toBe("[secret]")
  })
})
