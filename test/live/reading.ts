import { sandboxStatuses } from "../../provider/src/contract"
import type { Case } from "./cases"
import { differences, is, said, time } from "./compare"
import type { Pair } from "./pair"
import type { Answer } from "./service"

const rowsOf = ({ data }: Answer) =>
  Array.isArray(data.sandboxes) ? (data.sandboxes as Record<string, unknown>[]) : []

/** Cases that change nothing, besides making sandboxes. */
export const reading = (sandboxes: Pair): Case[] => [
  {
    name: "A wrong key is refused by 401",
    look: async (service) =>
      differences(await service.call("GET", "/v1/sandboxes", undefined, "sk-live-test-of-no-account"), {
        status: 401,
      }),
  },
  {
    name: "Regions are listed without a key, each with id and name",
    async look(service) {
      const answer = await service.call("GET", "/v1/scalebox-regions", undefined, null)
      const regions = Array.isArray(answer.data.scalebox_regions) ? answer.data.scalebox_regions : []
      const whole = regions.every(({ id, name }) => typeof id === "string" && typeof name === "string")
      return [
        ...differences(answer, { status: 200 }),
        ...said(whole && regions.length > 0, "there is none, or one lacks a field"),
      ]
    },
  },
  {
    name: "Answers have a Date within five minutes of this machine's clock",
    async look(service) {
      const { date } = await service.call("GET", "/v1/sandboxes?limit=1")
      return said(Math.abs(time(date) - Date.now()) < 300_000, `it is ${date}`)
    },
  },
  {
    name: "A template that does not exist is refused by 400 or 404, and nothing is created",
    look: async (service) =>
      differences(await service.make({ template: "live-test-no-such-template" }), { status: [400, 404] }),
  },
  {
    name: "A region that does not exist is refused by 400",
    look: async (service) =>
      differences(await service.make({ locality: { region: "nowhere-1" } }), { status: 400 }),
  },
  {
    name: "A create answers 201 at once, and keeps what was asked for",
    async look(service) {
      const answer = await service.make({ name: "live-made", auto_pause: true })
      const metadata = { "pulumi-scalebox-live-test": "yes" }
      return differences(answer, { status: 201, data: { timeout: 300, auto_pause: true, metadata } })
    },
  },
  {
    name: "A sandbox boots through known statuses, and then has an address, a token and an end",
    async look(service) {
      const [id] = await sandboxes(service)
      const { statuses, last } = await service.follow(id, is("running", "failed"))
      const unknown = statuses.filter((status) => !(sandboxStatuses as readonly string[]).includes(status))
      const end = time(last.data.timeout_at) - time(last.data.started_at)
      return [
        ...differences(last, { status: 200, data: { status: "running", timeout: 300 } }),
        ...unknown.map((status) => `the status ${status} is new`),
        ...["sandbox_domain", "envd_access_token"].flatMap((name) =>
          said(Boolean(last.data[name]), `${name} is not there`),
        ),
        ...said(end === 300_000, `timeout_at is ${end / 1000} s after started_at`),
      ]
    },
  },
  {
    name: "A list shows the newest first, each with its metadata and with the fields that a look at it shows",
    async look(service) {
      const [older, newer] = await sandboxes(service)
      const list = await service.call("GET", "/v1/sandboxes?limit=100")
      const rows = rowsOf(list)
      const place = (id: string) => rows.findIndex(({ sandbox_id }) => sandbox_id === id)
      const single = await service.call("GET", `/v1/sandboxes/${newer}`)
      const row = rows[place(newer)] ?? {}
      const lacking = Object.keys(single.data).filter((name) => !(name in row))
      return [
        ...said(
          place(newer) >= 0 && place(newer) < place(older),
          "the order is another, or one is not listed",
        ),
        ...said(
          JSON.stringify(row.metadata) === JSON.stringify(single.data.metadata),
          "metadata is not listed",
        ),
        ...said(lacking.length === 0, `${lacking.join(", ")} is not listed`),
        ...said(
          typeof Reflect.get(list.data.pagination ?? {}, "total") === "number",
          "pagination has no total",
        ),
      ]
    },
  },
  {
    name: "A list can be searched by name and filtered by status",
    async look(service) {
      const [older] = await sandboxes(service)
      const ids = async (query: string) =>
        rowsOf(await service.call("GET", `/v1/sandboxes?limit=100&${query}`)).map(
          ({ sandbox_id }) => sandbox_id,
        )
      return [
        ...said((await ids("search=live-one")).includes(older), "the search does not find the name"),
        ...said((await ids("status=running")).includes(older), "the filter loses what it should show"),
        ...said(!(await ids("status=failed")).includes(older), "the filter shows what it should not"),
      ]
    },
  },
]
