import * as pulumi from "@pulumi/pulumi"
import { SandboxPool } from "../../../../../provider/src/faces/program/sandbox-pool"
import { known, mockEngine, noting, registrationOf, secretInputs } from "../../../../support/program"

mockEngine()

describe("SandboxPool", () => {
  test("passes its arguments on as they are, with envVars and the keys of storage secret", async () => {
    const objectStorage = { uri: "s3://b", mountPoint: "/m", accessKey: "a", secretKey: "s", region: "r" }
    const pool = new SandboxPool("plain", { count: 3, timeout: 600, envVars: { A: "b" }, objectStorage })
    const registered = await registrationOf(pool)
    expect(registered.inputs).toMatchObject({
      count: 3,
      timeout: 600,
      __scalebox: { owner: "shop/dev/plain" },
    })
    expect(secretInputs(registered)).toEqual(["envVars", "objectStorage"])
  })

  test("names the outputs that a secret prefix makes secret", async () => {
    const { transformations, handed } = noting()
    new SandboxPool("secrets", { count: 1, namePrefix: pulumi.secret("web") }, { transformations })
    const hidden = handed[0]?.props.__scalebox as { secretOutputs: Promise<string[]> }
    expect(await hidden.secretOutputs).toEqual(["sandboxes"])
  })

  test.each([
    ["the state keeps as texts", (value: unknown) => JSON.stringify(value)],
    ["the mocks of users' tests answer", (value: unknown) => value],
  ])("shows what %s", async (title, kept) => {
    const sandboxes = [{ id: "sbx-0", index: 0, status: "running" }]
    const envdAccessTokens = { "sbx-0": "token-0" }
    const answered = { sandboxes: kept(sandboxes), envdAccessTokens: pulumi.secret(kept(envdAccessTokens)) }
    const pool = new SandboxPool(
      `shown ${title}`,
      { count: 1 },
      { transformations: [({ props, opts }) => ({ props: { ...props, ...answered }, opts })] },
    )
    expect(await known(pool.sandboxes)).toEqual(sandboxes)
    expect(await known(pool.envdAccessTokens)).toEqual(envdAccessTokens)
    expect(await pulumi.isSecret(pool.envdAccessTokens)).toBe(true)
    expect(await known(pool.networkProxies)).toBeUndefined()
  })

  test("looks one up by its id with get, and hands over nothing else", async () => {
    const { id, inputs } = await registrationOf(SandboxPool.get("found", "pool-5"))
    expect(id).toBe("pool-5")
    expect(Object.keys(inputs).sort()).toEqual(["__provider", "__scalebox"])
  })

  test("refuses the key __proto__ in metadata", () => {
    const metadata: Record<string, string> = JSON.parse('{"__proto__": "x"}')
    expect(() => new SandboxPool("proto", { count: 1, metadata })).toThrow(/the key __proto__ cannot be used/)
  })
})

describe("url", () => {
  test("leads to a port of one of the sandboxes, counted from 0", async () => {
    const pool = SandboxPool.get("urls", "pool-6")
    const sandboxes = [{ sandboxDomain: "a.example.com" }, { sandboxDomain: "b.example.com" }]
    Object.assign(pool, { sandboxes: pulumi.output(sandboxes) })
    expect(await known(pool.url(1, 8080))).toBe("https://8080-b.example.com")
    expect(await known(pool.url(pulumi.output(0), pulumi.output(80)))).toBe("https://80-a.example.com")
  })
})

test("url is undefined until the domain of the sandbox is known", async () => {
  const pool = SandboxPool.get("no-domain", "pool-7")
  Object.assign(pool, { sandboxes: pulumi.output([{ id: "sbx-0" }]) })
  expect(await known(pool.url(0, 8080))).toBeUndefined()
})
