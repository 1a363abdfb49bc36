import { type EndpointName, endpoints } from "../../provider/src/contract"
import { emulator } from "../support/api"

/** Every call that the reference documents, typed from its text. */
const reference = [
  "POST /v1/sandboxes",
  "GET /v1/scalebox-regions",
  "GET /v1/sandboxes",
  "GET /v1/sandboxes/{sandbox_id}",
  "PUT /v1/sandboxes/{sandbox_id}",
  "DELETE /v1/sandboxes/{sandbox_id}",
  "POST /v1/sandboxes/{sandbox_id}/pause",
  "POST /v1/sandboxes/{sandbox_id}/resume",
  "POST /v1/sandboxes/{sandbox_id}/terminate",
  "POST /v1/sandboxes/batch-delete",
  "POST /v1/sandboxes/batch-terminate",
  "POST /v1/sandboxes/batch-pause",
  "POST /v1/sandboxes/batch-resume",
  "POST /v1/sandboxes/{sandbox_id}/timeout",
  "POST /v1/sandboxes/{sandbox_id}/switch-project",
  "GET /v1/sandboxes/{sandbox_id}/metrics",
  "GET /v1/sandboxes/{sandbox_id}/metrics/chart",
  "GET /v1/sandboxes/stats",
  "POST /v1/sandboxes/{sandbox_id}/create-template",
  "GET /v1/sandboxes/{sandbox_id}/ports",
  "POST /v1/sandboxes/{sandbox_id}/ports",
  "DELETE /v1/sandboxes/{sandbox_id}/ports/{port}",
  "GET /v1/sandboxes/{sandbox_id}/webrtc-turn-credential",
]

/** Those of the vendor's OpenAPI description that are used beside them. */
const openApi = [
  "GET /v1/sandboxes/{sandbox_id}/status",
  "GET /v1/templates",
  "GET /v1/templates/{template_id}",
  "DELETE /v1/templates/{template_id}",
]

const server = emulator({ apiKeys: ["sk-good"] })
const others = emulator()
const names = Object.keys(endpoints) as EndpointName[]
const snake = (path: string) => path.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
const callOf = (name: EndpointName) => `${endpoints[name].method} ${snake(endpoints[name].path)}`

/** A path of this row that names nothing that exists. */
const pathOf = (name: EndpointName) =>
  endpoints[name].path.replace("{port}", "8080").replace(/\{\w+\}/g, "sbx-nowhere")

const isPublic = (name: EndpointName) => "public" in endpoints[name]

/** A good body for each row that must have one. */
const bodies: Partial<Record<EndpointName, object>> = {
  batchDelete: { sandbox_ids: ["sbx-nowhere"] },
  batchTerminate: { sandbox_ids: ["sbx-nowhere"] },
  batchPause: { sandbox_ids: ["sbx-nowhere"] },
  batchResume: { sandbox_ids: ["sbx-nowhere"] },
  extendTimeout: { timeout: 600 },
  setTimeout: { timeout: 600 },
  switchProject: { project_id: "prj-1" },
  addPort: { port: 80, name: "web" },
  createTemplate: { name: "golden" },
}

test("The endpoint table holds every call of the reference, and no other than the OpenAPI description has", () => {
  expect(names.map(callOf).sort()).toEqual([...reference, ...openApi].sort())
})

describe.each(names)("%s", (name) => {
  const { method, path } = endpoints[name]
  const send = (request: { key?: string | null; body?: unknown } = {}) =>
    server.account("sk-good").raw(method, pathOf(name), { body: bodies[name], ...request })

  test("is known to the emulator", async () => {
    const { status, body } = await send()
    expect(body).not.toMatchObject({ code: expect.stringMatching(/route_not_found|method_not_allowed/) })
    if (path.includes("{")) {
      expect({ status, body }).toMatchObject({
        status: 404,
        body: {
          success: false,
          message: expect.stringMatching(/^(Sandbox|Template) "sbx-nowhere" not found$/),
        },
      })
    } else {
      expect({ status, body }).toMatchObject({ status: endpoints[name].status, body: { success: true } })
    }
  })

  test.each([null, "sk-wrong"])(
    "with the key %p is refused before anything else is looked at",
    async (key) => {
      const { status, body } = await send({ key, body: method === "GET" ? undefined : "{no json" })
      if (isPublic(name)) expect(status).toBe(200)
      else
        expect({ status, body }).toMatchObject({
          status: 401,
          body: { success: false, code: "unauthorized" },
        })
    },
  )
})

describe.each(names.filter((name) => endpoints[name].path.includes("{sandboxId}")))("%s", (name) => {
  test("takes another account's sandbox for one that does not exist", async () => {
    const owner = others.account()
    const stranger = others.account()
    const id = await owner.running()
    const path = endpoints[name].path.replace("{sandboxId}", id).replace("{port}", "8080")
    const { status, body } = await stranger.raw(endpoints[name].method, path, { body: bodies[name] })
    expect({ status, body }).toMatchObject({ status: 404, body: { message: `Sandbox "${id}" not found` } })
    expect(owner.account.sandbox(id)?.status).toBe("running")
  })
})

describe.each(names.filter((name) => "body" in endpoints[name]))("%s", (name) => {
  test("refuses a bad body before it looks for the sandbox", async () => {
    const { raw } = server.account("sk-good")
    const { status, body } = await raw(endpoints[name].method, pathOf(name), { body: "{no json" })
    expect({ status, body }).toMatchObject({ status: 400, body: { success: false } })
  })
})

describe("A path that is no call of the API", () => {
  test.each(["/v1/nothing", "/v1/sandboxes/sbx-1/nothing", "/v1", "/v1/sandboxes/sbx-1/ports/80/more"])(
    "%s is told apart from a sandbox that does not exist",
    async (path) => {
      const { raw } = others.account()
      expect(await raw("GET", path)).toMatchObject({ status: 404, body: { code: "route_not_found" } })
    },
  )

  test("and a method that a path does not have is 405", async () => {
    const { raw } = others.account()
    expect(await raw("PATCH", "/v1/sandboxes/sbx-1")).toMatchObject({ status: 405 })
  })
})
