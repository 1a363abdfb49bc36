import { emulator, invalid, refusal } from "../support/api"

const server = emulator({ fullRegions: ["us-west"] })

const mount = {
  uri: "s3://my-bucket/data",
  mount_point: "/mnt/oss",
  access_key: "AK-private",
  secret_key: "SK-private",
  region: "us-east-1",
}

/** The refusal of a body, after which no sandbox may be there. */
async function refusalOf(body: unknown) {
  const { raw, account } = server.account()
  const answer = await raw("POST", "/v1/sandboxes", { body })
  expect(account.sandboxes()).toEqual([])
  return answer
}

describe("POST /v1/sandboxes: wrong types", () => {
  test.each<[object, string]>([
    [{ name: 7 }, "name must be a text"],
    [{ description: [] }, "description must be a text"],
    [{ template: true }, "template must be a text"],
    [{ project_id: 1 }, "project_id must be a text"],
    [{ cpu_count: "2" }, "cpu_count must be a number"],
    [{ cpu_count: 1.5 }, "cpu_count must be a whole number"],
    [{ memory_mb: {} }, "memory_mb must be a number"],
    [{ storage_gb: "10" }, "storage_gb must be a number"],
    [{ timeout: "300" }, "timeout must be a number"],
    [{ timeout: 300.5 }, "timeout must be a whole number"],
    [{ env_vars: ["A=1"] }, "env_vars must be an object"],
    [
      { object_storage: [mount, { ...mount, uri: "s3://other" }] },
      "object_storage[1].mount_point must be unique, the same as object_storage[0].mount_point",
    ],
    [
      { env_vars: { MY_VAR: 1, camelCase: true } },
      "env_vars.MY_VAR must be a text; env_vars.camelCase must be a text",
    ],
    [{ metadata: { team_name: {} } }, "metadata.team_name must be a text"],
    [{ secure: "true" }, "secure must be true or false"],
    [{ allow_internet_access: 1 }, "allow_internet_access must be true or false"],
    [{ auto_pause: "no" }, "auto_pause must be true or false"],
    [{ is_async: 0 }, "is_async must be true or false"],
    [{ object_storage: "s3://bucket" }, "object_storage must be an object or a list"],
    [{ object_storage: { ...mount, mount_point: 1 } }, "object_storage.mount_point must be a text"],
    [{ custom_ports: { port: 80 } }, "custom_ports must be a list"],
    [{ custom_ports: [{ port: "80", name: "web" }] }, "custom_ports[0].port must be a number"],
    [{ locality: "us-east" }, "locality must be an object"],
    [{ locality: { auto_detect: "yes" } }, "locality.auto_detect must be true or false"],
  ])("%j", async (body, message) => {
    expect(await refusalOf(body)).toMatchObject({ status: 400, body: invalid(message) })
  })

  test.each(['{"name": ', "hello", "[1]", '"text"', "7"])("the body %s", async (body) => {
    expect(await refusalOf(body)).toMatchObject({ status: 400, body: refusal(expect.any(String)) })
  })
})

describe("POST /v1/sandboxes: wrong values", () => {
  const port = { port: 80, name: "web" }

  test.each<[object, string]>([
    [{ name: "x".repeat(25) }, "name must be at most 24 characters"],
    [{ cpu_count: -1 }, "cpu_count must be at least 1"],
    [{ memory_mb: 127 }, "memory_mb must be at least 128"],
    [{ storage_gb: -5 }, "storage_gb must be at least 1"],
    [{ timeout: 59 }, "timeout must be at least 60"],
    [{ timeout: 0 }, "timeout must be at least 60"],
    [{ timeout: 86401 }, "timeout must be at most 86400"],
    [
      { net_proxy_country: "germany" },
      expect.stringMatching(/net_proxy_country must be one of united-states, /),
    ],
    [
      { object_storage: { ...mount, mount_point: "mnt" } },
      "object_storage.mount_point must be absolute, got a relative path",
    ],
    [
      { object_storage: [mount, { ...mount, mount_point: "/x", uri: "http://x" }] },
      "object_storage[1].uri must name a bucket with one of the schemes s3://, oss://, cos://",
    ],
    [
      { object_storage: { ...mount, region: "" } },
      "object_storage needs at least one of region and endpoint",
    ],
    [{ object_storage: { ...mount, access_key: undefined } }, "object_storage.access_key is required"],
    [{ custom_ports: [{ ...port, port: 0 }] }, "custom_ports[0].port must be at least 1"],
    [{ custom_ports: [{ ...port, port: 65536 }] }, "custom_ports[0].port must be at most 65535"],
    [
      { custom_ports: [{ ...port, name: "abcdefghijklmnop" }] },
      "custom_ports[0].name must be at most 15 characters",
    ],
    [
      { custom_ports: [{ ...port, protocol: "HTTP" }] },
      "custom_ports[0].protocol must be one of TCP, UDP, WEBRTC",
    ],
    [
      { custom_ports: [port, { port: 81, name: "web" }] },
      "custom_ports[1].name must be unique, the same as custom_ports[0].name",
    ],
    [
      { custom_ports: [port, { port: 80, name: "api" }] },
      "custom_ports[1].port must be unique, the same as custom_ports[0].port",
    ],
  ])("%j", async (body, message) => {
    const { status, body: answer } = await refusalOf(body)
    expect(status).toBe(400)
    if (typeof message === "string") expect(answer).toEqual(invalid(message))
    else expect(answer).toMatchObject({ success: false, message })
  })

  test("names everything at once, and no key", async () => {
    const { status, body } = await refusalOf({ timeout: 1, object_storage: { ...mount, uri: "SK-private" } })
    expect(status).toBe(400)
    expect(body).toEqual(
      invalid(
        "timeout must be at least 60",
        "object_storage.uri must name a bucket with one of the schemes s3://, oss://, cos://",
      ),
    )
  })

  test.each(["nowhere", "US-EAST"])("the template or region %s", async (unknown) => {
    expect(await refusalOf({ template: unknown })).toMatchObject({
      status: 400,
      body: { message: expect.stringContaining(`"${unknown}"`) },
    })
    expect(await refusalOf({ locality: { region: unknown } })).toMatchObject({
      status: 400,
      body: { code: "invalid_region", message: expect.stringContaining("us-east, us-west") },
    })
  })

  test("a region without room, where it is insisted on", async () => {
    expect(await refusalOf({ locality: { region: "us-west", force: true } })).toMatchObject({
      status: 409,
      body: { code: "locality_constraint_failed" },
    })
  })
})
