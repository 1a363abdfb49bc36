import { once } from "node:events"
import { type AddressInfo, createServer, type Server } from "node:net"
import { type Address, engineAddress, isGone, outlivingNoEngine } from "../../../../provider/src/faces/engine"
import { closedPort } from "../../../support/closed-port"
import { ok } from "../../../support/send"

const host = "127.0.0.1"
const soon = () => new Promise((resolve) => setTimeout(resolve, 5))

describe("engineAddress", () => {
  test.each([
    [["node", "run.js", "127.0.0.1:41234"], { host: "127.0.0.1", port: 41_234 }],
    [["node", "run.js", "localhost:1"], { host: "localhost", port: 1 }],
    [["node", "script.js"], undefined],
    [["node", "127.0.0.1:1", "--flag"], undefined],
    [[], undefined],
  ])("in %j is %j", (argv, address) => {
    expect(engineAddress(argv)).toEqual(address)
  })
})

describe("isGone", () => {
  let server: Server
  let address: Address
  beforeAll(async () => {
    server = createServer((socket) => void socket.on("error", () => {}))
    await once(server.listen(0, host), "listening")
    address = { host, port: (server.address() as AddressInfo).port }
  })
  afterAll(() => void server.close())

  test("is false while the engine listens", async () => {
    expect(await isGone(address)).toBe(false)
  })

  test("is true once nothing listens there", async () => {
    const port = await closedPort()
    // A look that takes a second, on a machine that stalls, proves nothing.
    let gone = false
    while (!gone) gone = await isGone({ host, port })
    expect(gone).toBe(true)
  })

  test("is false if a look shows something else, such as a name that is not known", async () => {
    expect(await isGone({ host: "engine.invalid", port: 1 })).toBe(false)
  })

  test("is false for an engine that is slow to answer", async () => {
    // Nothing answers: the first timeout of the socket is given at once.
    const { Socket } = jest.requireActual<typeof import("node:net")>("node:net")
    const connect = jest.spyOn(Socket.prototype, "connect").mockImplementation(function (
      this: InstanceType<typeof Socket>,
    ) {
      setImmediate(() => this.emit("timeout"))
      return this
    })
    expect(await isGone(address)).toBe(false)
    connect.mockRestore()
  })
})

describe("outlivingNoEngine", () => {
  const answer = ok({})
  const request = {
    method: "GET",
    url: "https://api.test",
    headers: {},
    query: undefined,
    body: undefined,
    timeoutMs: 1,
  }
  const exit = jest.spyOn(process, "exit")
  beforeEach(() => exit.mockReset().mockImplementation((() => undefined) as never))
  afterAll(() => exit.mockRestore())

  /** What would be done again and again; left to itself it would end the process of the tests. */
  const every = jest.spyOn(globalThis, "setInterval")
  const timer = { unref: () => timer } as NodeJS.Timeout
  beforeEach(() => every.mockReset().mockReturnValue(timer))
  afterAll(() => every.mockRestore())

  test("lets requests pass as they are outside of an engine", () => {
    const send = async () => answer
    expect(outlivingNoEngine(send, undefined)).toBe(send)
  })

  test("ends the process before a request where the engine has ended", async () => {
    const send = outlivingNoEngine(async () => answer, { host, port: await closedPort() })
    do await send(request)
    while (exit.mock.calls.length === 0)
    expect(exit.mock.calls).toEqual([[1]])
  })

  test("looks once a second while nothing is sent", async () => {
    outlivingNoEngine(async () => answer, { host, port: await closedPort() })
    const [tick, ms] = every.mock.calls[0] ?? []
    expect([every.mock.calls.length, ms]).toEqual([1, 1_000])
    for (; exit.mock.calls.length === 0; await soon()) tick?.()
    expect(exit.mock.calls).toEqual([[1]])
  })

  test("looks once for requests of one moment, and again for a later one", async () => {
    const server = createServer((socket) => void socket.on("error", () => {}))
    let looks = 0
    server.on("connection", () => {
      looks += 1
    })
    await once(server.listen(0, host), "listening")
    const send = outlivingNoEngine(async () => answer, { host, port: (server.address() as AddressInfo).port })
    expect(await Promise.all([send(request), send(request), send(request)])).toEqual([answer, answer, answer])
    await send(request)
    while (looks < 2) await soon()
    server.close()
    await once(server, "close")
    expect(looks).toBe(2)
    expect(exit).not.toHaveBeenCalled()
  })
})
