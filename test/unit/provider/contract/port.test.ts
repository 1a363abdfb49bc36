import { portConfig, portList } from "../../../../provider/src/contract"
import { faultTexts } from "../../../support/failures"

const faults = (change: object) => faultTexts(portConfig, { port: 8080, name: "web", ...change })

describe("portConfig", () => {
  test.each([1, 65535])("takes the port number %p", (port) => {
    expect(faults({ port })).toEqual([])
    expect(faults({ servicePort: port })).toEqual([])
  })

  test.each([
    [0, "must be at least 1"],
    [65536, "must be at most 65535"],
    [80.5, "must be a whole number"],
    ["80", "must be a number"],
    [Number.NaN, "must be a number"],
    [undefined, "is required"],
  ])("refuses the port number %p", (port, reason) => {
    expect(faults({ port })).toEqual([`port: ${reason}`])
  })

  test.each([
    [0, "must be at least 1"],
    [65536, "must be at most 65535"],
  ])("refuses the service port %p", (servicePort, reason) => {
    expect(faults({ servicePort })).toEqual([`servicePort: ${reason}`])
  })

  test.each(["a", "web-server", "x9", "9x", "abcdefghijklmno"])("takes the name %p", (name) => {
    expect(faults({ name })).toEqual([])
  })

  test("refuses a name of 16 characters", () => {
    expect(faults({ name: "abcdefghijklmnop" })).toEqual(["name: must be at most 15 characters"])
  })

  test("refuses an empty name", () => {
    expect(faults({ name: "" })).toContain("name: must not be empty")
  })

  test.each(["Web", "web_server", "-web", "web-", "web--x", "80", "wéb", "web server"])(
    "refuses the name %p",
    (name) => {
      expect(faults({ name })).toEqual([
        "name: must consist of lower-case letters, digits and single inner hyphens, with at least one letter",
      ])
    },
  )

  test.each([
    ["TCP", "TCP"],
    ["udp", "UDP"],
    ["WebRTC", "WEBRTC"],
  ])("takes the protocol %p and sends %p", (protocol, sent) => {
    expect(portConfig.parse({ port: 1, name: "a", protocol })).toEqual({ port: 1, name: "a", protocol: sent })
  })

  test.each(["HTTP", "", "TCP "])("refuses the protocol %p", (protocol) => {
    expect(faults({ protocol })).toEqual(["protocol: must be one of TCP, UDP, WEBRTC"])
  })

  test("refuses a property it does not know", () => {
    expect(faults({ colour: "red" })).toEqual(["colour: is not a known property"])
  })
})

describe("portList", () => {
  test.each([[null], [undefined]])("takes %p for lists that the API leaves out", (templatePorts) => {
    expect(portList.parse({ ports: [], templatePorts, customPorts: templatePorts })).toEqual({
      ports: [],
      templatePorts: [],
      customPorts: [],
    })
  })
})
