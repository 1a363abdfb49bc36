import type { Send } from "../../../../../provider/src/client"
import type { HttpRequest } from "../../../../../provider/src/client/http"
import { withOwnKeys } from "../../../../../provider/src/resources/marks"
import { makeOnce } from "../../../../../provider/src/resources/sandbox/make"
import { type EmulatedStage, emulated } from "../../../../support/context"
import { lost } from "../../../../support/send"

const server = emulated({ bootMs: 0, stopMs: 0 })
const request = { metadata: withOwnKeys(undefined, { owner: "shop/dev/web", nonce: "n-1" }), isAsync: true }

const isCreate = ({ method, url }: HttpRequest) =>
  method === "POST" && new URL(url).pathname === "/v1/sandboxes"
const make = (stage: EmulatedStage) => makeOnce(stage.context("create"), request, "n-1")
const posts = (stage: EmulatedStage) => stage.calls().filter((call) => call === "POST /v1/sandboxes").length
const living = ({ account }: EmulatedStage) => account.sandboxes().map(({ sandboxId }) => sandboxId)

/** The first create gets no answer, and is done only when the second one comes. */
function doubling(atSecond: () => void = () => {}) {
  let first: HttpRequest | undefined
  return (send: Send): Send =>
    async (request) => {
      if (!isCreate(request)) return send(request)
      if (!first) {
        first = request
        throw lost()
      }
      await send(first)
      atSecond()
      return send(request)
    }
}

describe("makeOnce", () => {
  test("makes one by one call, and looks for nothing", async () => {
    const stage = server.stage()
    const { sandboxId } = await make(stage)
    expect(living(stage)).toEqual([sandboxId])
    expect(stage.calls()).toEqual(["POST /v1/sandboxes"])
  })

  test("says what to do about a template that is gone", async () => {
    const stage = server.stage()
    const work = makeOnce(stage.context("create"), { ...request, template: "tpl-gone" }, "n-1")
    await expect(work).rejects.toThrow(
      /Template "tpl-gone" not found .*\. If the template is of this stack, `pulumi up --refresh` creates it again/,
    )
  })

  test("finds after a lost answer what was created, and makes no second one", async () => {
    const stage = server.stage()
    stage.account.addFault({ endpoint: "createSandbox", kind: "resetAfter" })
    const { sandboxId } = await make(stage)
    expect(living(stage)).toEqual([sandboxId])
    expect(posts(stage)).toBe(1)
  })

  test("takes no sandbox of another nonce for it", async () => {
    const stage = server.stage()
    const other = { ...request, metadata: withOwnKeys(undefined, { owner: "shop/dev/web", nonce: "n-0" }) }
    const { sandboxId: before } = await stage.session.client.createSandbox(other)
    stage.account.addFault({ endpoint: "createSandbox", kind: "resetBefore" })
    const { sandboxId } = await make(stage)
    expect(living(stage)).toEqual([before, sandboxId])
    expect(posts(stage)).toBe(3)
  })

  test.each([-90_000, -5_000, 5_000])("finds it with a server's clock that is %p ms off", async (offset) => {
    const stage = server.stage()
    stage.account.setClockOffset(offset)
    stage.account.addFault({ endpoint: "createSandbox", kind: "resetAfter" })
    const { sandboxId } = await make(stage)
    expect(living(stage)).toEqual([sandboxId])
    expect(posts(stage)).toBe(1)
  })

  test("deletes the double where the first request is finished after the second was sent", async () => {
    const stage = server.stage({}, doubling())
    const { sandboxId } = await make(stage)
    expect(posts(stage)).toBe(2)
    expect(living(stage)).toEqual([sandboxId])
    expect(stage.calls().filter((call) => call.startsWith("DELETE"))).toHaveLength(1)
    expect(stage.log.warnings).toEqual([])
  })

  test("keeps what it has created, and says so, where a double cannot be looked for", async () => {
    const blind = () => {
      for (const endpoint of ["listSandboxes", "getSandbox"] as const) {
        stage.account.addFault({ endpoint, kind: "status", status: 403, times: Number.POSITIVE_INFINITY })
      }
    }
    const stage: EmulatedStage = server.stage(
      {},
      doubling(() => blind()),
    )
    const { sandboxId } = await make(stage)
    expect(living(stage)).toContain(sandboxId)
    expect(stage.log.warnings).toEqual([
      expect.stringMatching(
        /^a sandbox had to be asked for twice, and whether it was created twice could not be seen: .*`npx pulumi-scalebox recover` lists what the state does not know$/,
      ),
    ])
  })

  test("says that it may have been created where even the looking fails", async () => {
    const stage = server.stage()
    stage.account.addFault({ endpoint: "createSandbox", kind: "resetAfter" })
    stage.account.addFault({
      endpoint: "listSandboxes",
      kind: "status",
      status: 403,
      times: Number.POSITIVE_INFINITY,
    })
    await expect(make(stage)).rejects.toMatchObject({ facts: { code: "forbidden", lost: true } })
  })

  test("makes nothing that is refused, and looks for nothing", async () => {
    const stage = server.stage()
    stage.account.addFault({ endpoint: "createSandbox", kind: "status", status: 403 })
    await expect(make(stage)).rejects.toMatchObject({ code: "forbidden", facts: { status: 403 } })
    expect(stage.calls()).toHaveLength(1)
  })
})
