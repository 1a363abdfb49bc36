import {
  firstMade,
  inputsShownBy,
  nonceIn,
  outputsOf,
  poolId,
  timeoutOf,
} from "../../../../../provider/src/resources/sandbox-pool/from-api"
import { outputNames } from "../../../../../provider/src/resources/sandbox-pool/outputs"
import { unpacked } from "../../../../../provider/src/resources/sandbox-pool/packed"

const member = (index: number, more = {}) => ({
  index,
  sandbox: {
    sandboxId: `sbx-${index}`,
    name: `web-${index}`,
    status: "running",
    timeout: 600,
    createdAt: `2026-01-01T00:00:0${index}Z`,
    envdAccessToken: `token-${index}`,
    ...more,
  },
})

const shown = (members: ReturnType<typeof member>[]) =>
  outputsOf({ count: 2, timeout: 900 }, members, {
    createdAt: "2026-01-01T00:00:00Z",
    endpoint: "https://api.test",
  })

describe("outputsOf", () => {
  test("shows members by their index, and echoes what is declared", () => {
    const { sandboxes, envdAccessTokens, ...plain } = shown([
      member(1),
      member(0, { reason: "", sandboxDomain: null }),
    ])
    expect(plain).toMatchObject({
      count: 2,
      timeout: 900,
      createdAt: "2026-01-01T00:00:00Z",
      endpoint: "https://api.test",
      sandboxIds: ["sbx-0", "sbx-1"],
      networkProxies: undefined,
    })
    expect(unpacked(sandboxes)).toEqual([
      { id: "sbx-0", index: 0, name: "web-0", status: "running", createdAt: "2026-01-01T00:00:00Z" },
      { id: "sbx-1", index: 1, name: "web-1", status: "running", createdAt: "2026-01-01T00:00:01Z" },
    ])
    expect(unpacked(envdAccessTokens)).toEqual({ "sbx-0": "token-0", "sbx-1": "token-1" })
  })

  test("leaves out the tokens and proxies that there are not", () => {
    const outputs = shown([
      member(0, { envdAccessToken: null }),
      member(1, { networkProxy: { proxyUrl: "p" } }),
    ])
    expect(unpacked(outputs.envdAccessTokens)).toEqual({ "sbx-1": "token-1" })
    expect(unpacked(outputs.networkProxies)).toEqual({ "sbx-1": { proxyUrl: "p" } })
  })

  test("shows every output, and none of an account's volatile figures", () => {
    const outputs = shown([member(0, { uptime: 5, remainingSeconds: 7, updatedAt: "2026-01-01T00:00:01Z" })])
    expect(Object.keys(outputs)).toEqual(expect.arrayContaining([...outputNames]))
    expect(JSON.stringify(outputs)).not.toMatch(/uptime|remaining|updated/)
  })

  test("gives the engine one value for each sandbox, however many these have", () => {
    const values = (count: number) => {
      let seen = 0
      JSON.stringify(shown(Array.from({ length: count }, (_, index) => member(index))), (_, value) => {
        seen += 1
        return value
      })
      return seen
    }
    expect(values(9) - values(1)).toBe(8)
  })

  test("takes few bytes for each sandbox", () => {
    const bytes = (count: number) =>
      Buffer.byteLength(JSON.stringify(shown(Array.from({ length: count }, (_, index) => member(index)))))
    expect((bytes(9) - bytes(1)) / 8).toBeLessThan(200)
  })
})

describe("A pool's id", () => {
  test("holds its nonce", () => {
    expect(nonceIn(poolId("abc"))).toBe("abc")
    for (const id of ["", "pool-", "sbx-1", "abc"]) expect(nonceIn(id)).toBeUndefined()
  })
})

describe("timeoutOf", () => {
  test("is the smallest that is declared or had", () => {
    expect(timeoutOf({ timeout: 900 }, [])).toBe(900)
    expect(timeoutOf({ timeout: 900 }, [member(0), member(1, { timeout: 1200 })])).toBe(600)
    expect(timeoutOf({ timeout: 300 }, [member(0, { timeout: undefined })])).toBe(300)
  })
})

describe("What nothing but members shows", () => {
  test("is when the first was created, and what would have created them", () => {
    expect(firstMade([member(2), member(1)])).toBe("2026-01-01T00:00:01Z")
    expect(firstMade([])).toBeUndefined()
    expect(inputsShownBy([])).toEqual({ count: 0 })
    expect(inputsShownBy([member(0), member(1, { timeout: 300 })])).toMatchObject({
      count: 2,
      namePrefix: "web",
      timeout: 300,
    })
    expect(inputsShownBy([member(0)])).not.toHaveProperty("name")
  })
})
