import { protocolOf } from "../../../../../provider/src/contract"
import { unknown } from "../../../../../provider/src/resources/properties"
import { changesOf } from "../../../../../provider/src/resources/sandbox-port/changes"

const port = { sandboxId: "sbx-1", port: 8080, name: "web" }

describe("changesOf", () => {
  test.each([
    ["sandboxId", "sbx-2"],
    ["name", "api"],
    ["protocol", "UDP"],
    ["servicePort", 80],
    ["sandboxId", unknown],
  ])("sees that %s became %p", (name, value) => {
    expect(changesOf(port, { ...port, [name]: value })).toEqual([name])
    expect(changesOf({ ...port, [name]: value }, port)).toEqual([name])
  })

  test("sees that the service port follows the port where it says nothing", () => {
    expect(changesOf(port, { ...port, port: 8081 })).toEqual(["port", "servicePort"])
    expect(changesOf({ ...port, servicePort: 80 }, { ...port, port: 8081, servicePort: 80 })).toEqual([
      "port",
    ])
  })

  test.each([
    [{}, {}],
    [{ protocol: "tcp" }, {}],
    [{ protocol: "webrtc" }, { protocol: "WEBRTC" }],
    [{ servicePort: 8080 }, {}],
    [{ __scalebox: { owner: "a" } }, { __scalebox: { owner: "b" }, url: "x" }],
  ])("sees no change between %j and %j", (old, wanted) => {
    expect(changesOf({ ...port, ...old }, { ...port, ...wanted })).toEqual([])
    expect(changesOf({ ...port, ...wanted }, { ...port, ...old })).toEqual([])
  })
})

describe("protocolOf", () => {
  test.each([
    [undefined, "TCP"],
    [null, "TCP"],
    ["udp", "UDP"],
    ["WebRTC", "WEBRTC"],
  ])("writes %p as %p", (protocol, written) => {
    expect(protocolOf(protocol)).toBe(written)
  })
})
