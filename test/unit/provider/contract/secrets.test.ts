import {
  type CreateSandboxRequest,
  createSandboxRequest,
  secretsOf,
  toWire,
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
