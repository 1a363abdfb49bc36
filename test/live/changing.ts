import type { Case } from "./cases"
import { differences, is, said, time } from "./compare"
import { oneOf, type Pair } from "./pair"

/** Cases that change the two sandboxes, and end them. */
export function changing(sandboxes: Pair): Case[] {
  const one = oneOf(sandboxes)
  return [
    {
      name: "PUT takes no timeout that is shorter or the same",
      async look(service) {
        const path = await one(service)
        return [
          ...differences(await service.call("PUT", path, { timeout: 200 }), { status: 400 }),
          ...differences(await service.call("PUT", path, { timeout: 300 }), { status: 400 }),
          ...differences(await service.call("GET", path), { data: { timeout: 300 } }),
        ]
      },
    },
    {
      name: "PUT takes a longer timeout, counted from the start",
      async look(service) {
        const path = await one(service)
        const answer = await service.call("PUT", path, { timeout: 600 })
        const { data } = await service.call("GET", path)
        const seconds = (time(data.timeout_at) - time(data.started_at)) / 1000
        return [
          ...differences(answer, { status: 200 }),
          ...said(seconds === 600, `it ends ${seconds} s after its start`),
        ]
      },
    },
    {
      name: "POST …/timeout takes a shorter one",
      look: async (service) =>
        differences(await service.call("POST", `${await one(service)}/timeout`, { timeout: 500 }), {
          status: 200,
          data: { timeout: 500 },
        }),
    },
    {
      name: "A port can be added once, and removed once",
      async look(service) {
        const path = `${await one(service)}/ports`
        const port = { port: 8765, name: "live-test" }
        const listed = async () => JSON.stringify((await service.call("GET", path)).data.custom_ports ?? [])
        return [
          ...differences(await service.call("POST", path, port), { status: [200, 201] }),
          ...said((await listed()).includes('"port":8765'), "it is not among custom_ports"),
          ...differences(await service.call("POST", path, port), { status: [400, 409] }),
          ...differences(await service.call("DELETE", `${path}/8765`), { status: [200, 204] }),
          ...differences(await service.call("DELETE", `${path}/8765`), { status: 404 }),
        ]
      },
    },
    {
      name: "A pause ends in paused, without an end, and is refused the second time",
      async look(service) {
        const path = await one(service)
        const [id] = await sandboxes(service)
        const paused = await service.call("POST", `${path}/pause`, { is_async: true })
        const { statuses, last } = await service.follow(id, is("paused", "failed"))
        return [
          ...differences(paused, { status: [200, 202] }),
          ...said(statuses.at(-1) === "paused", `it went through ${statuses.join(", ")}`),
          ...said((last.data.timeout_at ?? null) === null, `timeout_at is ${last.data.timeout_at}`),
          ...differences(await service.call("POST", `${path}/pause`, {}), { status: 409 }),
        ]
      },
    },
    {
      name: "A resume ends in running, with a new start and end",
      async look(service) {
        const path = await one(service)
        const [id] = await sandboxes(service)
        const before = await service.call("GET", path)
        const resumed = await service.call("POST", `${path}/resume`, { is_async: true })
        const { statuses, last } = await service.follow(id, is("running", "failed"))
        return [
          ...differences(resumed, { status: [200, 202] }),
          ...said(statuses.at(-1) === "running", `it went through ${statuses.join(", ")}`),
          ...said(time(last.data.started_at) > time(before.data.started_at), "started_at is the old one"),
          ...said(time(last.data.timeout_at) > Date.now(), `timeout_at is ${last.data.timeout_at}`),
        ]
      },
    },
    {
      name: "A sandbox that was terminated stays visible, and takes no longer timeout",
      async look(service) {
        const [id] = await sandboxes(service)
        const path = await one(service)
        const answer = await service.call("POST", `${path}/terminate`)
        const { statuses, last } = await service.follow(id, is("terminated"))
        return [
          ...differences(answer, { status: [200, 202] }),
          ...differences(last, { status: 200, data: { status: "terminated" } }),
          ...said(
            statuses.every((status) => ["running", "terminating", "terminated"].includes(status)),
            statuses.join(", "),
          ),
          ...differences(await service.call("PUT", path, { timeout: 900 }), { status: [400, 409] }),
        ]
      },
    },
    {
      name: "A deleted sandbox is terminating and then 404, and cannot be deleted twice",
      async look(service) {
        const [, id] = await sandboxes(service)
        const path = `/v1/sandboxes/${id}`
        const deleted = await service.call("DELETE", path)
        const { statuses } = await service.follow(id, ({ status }) => status === 404)
        return [
          ...differences(deleted, { status: [200, 202] }),
          ...said(
            statuses.every((status) => ["terminating", "404"].includes(status)),
            `it went through ${statuses.join(", ")}`,
          ),
          ...said(statuses.at(-1) === "404", "it does not go"),
          ...differences(await service.call("DELETE", path), { status: 404 }),
        ]
      },
    },
    {
      name: "A batch that deletes says of each id what became of it",
      async look(service) {
        const [id] = await sandboxes(service)
        const unknown = "sbx-0000000000000000"
        const body = { sandbox_ids: [id, unknown], force: true }
        const answer = await service.call("POST", "/v1/sandboxes/batch-delete", body)
        const { successful, failed } = answer.data
        const failures = Array.isArray(failed) ? failed.map(({ sandbox_id }) => sandbox_id) : []
        return [
          ...differences(answer, { status: [200, 202] }),
          ...said(
            JSON.stringify(successful) === JSON.stringify([id]),
            `successful is ${JSON.stringify(successful)}`,
          ),
          ...said(
            JSON.stringify(failures) === JSON.stringify([unknown]),
            `failed is ${JSON.stringify(failed)}`,
          ),
        ]
      },
    },
  ]
}
