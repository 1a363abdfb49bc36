import { Watch } from "../../../../provider/src/client"
import type { HttpResponse } from "../../../../provider/src/client/http"
import type { Context } from "../../../../provider/src/resources/context"
import { makeOnce } from "../../../../provider/src/resources/sandbox/make"
import { clientOn, lost, ok } from "../../../support/send"

const minuteMs = 60_000

test.each([-10, 10, -600, 600])(
  "A server's clock that is %p minutes off makes no sandbox twice",
  async (minutes) => {
    const began = Date.parse("2026-01-01T00:00:00Z")
    const serverNow = () => clock.now() + minutes * minuteMs
    const row = {
      sandbox_id: "sbx-1",
      status: "running",
      metadata: { "pulumi-scalebox-nonce": "n-1" },
      created_at: new Date(began + minutes * minuteMs).toISOString(),
    }
    const listing = async (): Promise<HttpResponse> => ({
      ...ok({ sandboxes: [row], pagination: { page: 1, limit: 100, total: 1, total_pages: 1 } }),
      headers: { retryAfter: undefined, requestId: undefined, date: new Date(serverNow()).toUTCString() },
    })
    const { client, clock, requests } = clientOn([lost(), listing, listing, listing])
    const session = { client, watch: new Watch(client) }
    const context = {
      session,
      deadline: clock.now() + minuteMs,
      log: { warn: () => {} },
    } as unknown as Context
    expect(await makeOnce(context, { isAsync: true }, "n-1")).toMatchObject({ sandboxId: "sbx-1" })
    expect(requests.filter(({ method }) => method === "POST")).toHaveLength(1)
  },
)
