import {
  type CreateSandboxRequest,
  createSandboxRequest,
  secretsOf,
  toWire,
  withoutSecrets,
} from "../../../../provider/src/contract"

describe("secretsOf", () => {
  test("finds the values of variables and the keys of storage, and nothing else", () => {
    const mount = {
      uri: "s3://bucket",
      mountPoint: "/data",
      accessKey: "access",
      secretKey: "secret",
      region: "here",
    }
    const body: CreateSandboxRequest = {
      name: "dev",
      envVars: { NAME: "value", name: "other" },
      metadata: { owner: "me" },
      objectStorage: [mount, { ...mount, mountPoint: "/more", accessKey: "second" }],
    }
    const secrets = secretsOf(toWire(createSandboxRequest.parse(body)))
    expect(secrets.sort()).toEqual(["access", "other", "second", "secret", "secret", "value"])
  })

  test.each([undefined, null, "text", 7, [], {}])("finds none in %p", (body) => {
    expect(secretsOf(body)).toEqual([])
  })
})

describe("withoutSecrets", () => {
  test("masks every value of a secret field, however deep, and keeps names and all else", () => {
    const answer = {
      data: [
        { env_vars: { TOKEN: "a", COUNT: 7 }, name: "dev", envd_access_token: "b", network_proxy: null },
        { network_proxy: { proxy_url: "c", proxy_configs: { port: 1 } }, reason: null },
      ],
      iceServers: [{ credential: "d" }],
    }
    expect(withoutSecrets(answer)).toEqual({
      data: [
        {
          env_vars: { TOKEN: "***", COUNT: "***" },
          name: "dev",
          envd_access_token: "***",
          network_proxy: null,
        },
        { network_proxy: { proxy_url: "***", proxy_configs: { port: "***" } }, reason: null },
      ],
      iceServers: [{ credential: "***" }],
    })
  })

  test.each([undefined, null, "text", 7, [], {}])("leaves %p as it is", (body) => {
    expect(withoutSecrets(body)).toEqual(body)
  })
})
