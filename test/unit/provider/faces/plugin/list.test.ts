import { credentials, Server, ServerCredentials, type ServiceError } from "@grpc/grpc-js"
import { ResourceProviderClient, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb"
import { ListRequest, type ListResponse } from "@pulumi/pulumi/proto/provider_pb"
import { readConfiguration } from "../../../../../provider/src/client"
import { callsOf } from "../../../../../provider/src/faces/plugin/calls"
import { Run } from "../../../../../provider/src/faces/plugin/run"
import { Service } from "../../../../../provider/src/faces/plugin/server"
import { emulator } from "../../../../support/api"

const emulated = emulator()
const server = new Server()
let engine: ResourceProviderClient
const ids: string[] = []

beforeAll(async () => {
  const { client } = emulated.account("sk-list")
  for (const name of ["a", "b", "c", "d", "e"]) ids.push((await client.createSandbox({ name })).sandboxId)
  ids.sort()
  const run = new Run(() => undefined)
  run.configure(readConfiguration((key) => ({ apiKey: "sk-list", apiUrl: emulated.url })[String(key)], {}))
  server.addService(ResourceProviderService, new Service(async () => callsOf(run)).implementation())
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    )
  })
  engine = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), {
    "grpc.enable_http_proxy": 0,
  })
})
afterAll(() => {
  engine.close()
  server.forceShutdown()
})

interface Asked {
  token?: string
  limit?: number
  pageSize?: number
  continuation?: string
}

/** One page, as the engine gets it. */
async function list({ token = "Sandbox", limit = 0, pageSize = 0, continuation = "" }: Asked = {}) {
  const request = new ListRequest()
  request.setToken(`scalebox:index:${token}`)
  request.setLimit(limit)
  request.setPageSize(pageSize)
  request.setContinuationToken(continuation)
  const stream = engine.list(request)
  const responses: ListResponse[] = []
  for await (const response of stream) responses.push(response)
  return {
    ids: responses.flatMap((response) => response.getResult()?.getId() ?? []),
    names: responses.flatMap((response) => response.getResult()?.getName() ?? []),
    continuation: responses.at(-1)?.getContinuation()?.getContinuationToken(),
  }
}

/** The sizes of all pages, and all ids. @param limitOf What the engine asks for next, of how many there are already. */
async function pages(pageSize: number, limitOf: (got: number) => number) {
  const all: string[] = []
  const sizes: number[] = []
  for (let continuation: string | undefined = ""; continuation !== undefined; ) {
    const page = await list({ pageSize, limit: limitOf(all.length), continuation })
    all.push(...page.ids)
    sizes.push(page.ids.length)
    continuation = page.continuation
  }
  return { all, sizes }
}

test("a listing has all ids, each with its name", async () => {
  const page = await list()
  expect(page.ids).toEqual(ids)
  expect([...page.names].sort()).toEqual(["a", "b", "c", "d", "e"])
  expect(page.continuation).toBeUndefined()
  expect((await list({ token: "SandboxPool" })).ids).toEqual([])
})

test.each<[string, number, (got: number) => number, number[]]>([
  ["whole", 2, () => 0, [2, 2, 1]],
  ["up to a limit that is given again", 2, () => 3, [2, 1]],
  ["up to a limit of which the engine takes off what it has", 2, (got) => 3 - got, [2, 1]],
  ["up to a limit in one page", 10, () => 4, [4]],
])("a listing comes page by page, %s", async (_, pageSize, limitOf, sizes) => {
  const found = await pages(pageSize, limitOf)
  expect(found.sizes).toEqual(sizes)
  expect(found.all).toEqual(ids.slice(0, found.all.length))
})

test.each<[string, Asked, string]>([
  ["of an unknown type", { token: "Bucket" }, "scalebox has no resource scalebox:index:Bucket"],
  ["with a foreign token", { continuation: "x" }, "The continuation token of the listing is none of ours"],
])("a listing %s is refused", async (_, asked, details) => {
  const failure = await list(asked).catch((error: ServiceError) => error)
  expect(failure).toMatchObject({ details })
})
