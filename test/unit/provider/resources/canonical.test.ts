import { differing } from "../../../../provider/src/resources/canonical"

const web = { port: 80, name: "web" }
const api = { port: 9000, name: "api", protocol: "udp" }

describe("Spellings that mean the same", () => {
  test.each<[name: string, one: unknown, other: unknown]>([
    ["ports", [web, api], [api, web]],
    ["ports", [api], [{ ...api, protocol: "UDP" }]],
    ["ports", [web], [{ ...web, protocol: "tcp", servicePort: 80 }]],
    ["ports", [], undefined],
    [
      "customPorts",
      [web, api],
      [
        { ...api, protocol: "Udp" },
        { ...web, servicePort: 80 },
      ],
    ],
    ["customPorts", [], null],
    ["description", "", undefined],
    ["visibility", "private", undefined],
    ["customCommand", "", undefined],
    ["readyCommand", {}, undefined],
  ])("are no change of %s: %j and %j", (name, one, other) => {
    expect(differing([name], { [name]: one }, { [name]: other })).toEqual([])
    expect(differing([name], { [name]: other }, { [name]: one })).toEqual([])
  })

  test.each<[name: string, one: unknown, other: unknown]>([
    ["ports", [web], [web, api]],
    ["ports", [api], [{ ...api, protocol: "tcp" }]],
    ["ports", [web], [{ ...web, servicePort: 81 }]],
    ["ports", [web], [{ ...web, name: "other" }]],
    ["description", "", "text"],
    ["visibility", undefined, "public"],
    ["visibility", "private", "account_shared"],
  ])("are not those of %s: %j and %j", (name, one, other) => {
    expect(differing([name], { [name]: one }, { [name]: other })).toEqual([name])
  })
})
