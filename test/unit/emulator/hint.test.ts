import { hintOf, warningOf } from "../../../emulator/src/hint"

const lines = (url: string, host: string, hasKeys = false) => hintOf({ url, host, hasKeys }).split("\n")

test("a person is told what works as it is printed, without any key", () => {
  expect(lines("http://127.0.0.1:8080", "127.0.0.1")).toEqual([
    "",
    "Page:      http://127.0.0.1:8080",
    "In a second terminal:",
    "  export SCALEBOX_API_URL=http://127.0.0.1:8080",
    "  export SCALEBOX_API_KEY=anything",
    "Ctrl-C ends it",
    "",
  ])
  expect(lines("http://[::1]:8080", "::1", true)).toContain("  export SCALEBOX_API_KEY=your-key")
})

test.each([
  ["0.0.0.0", "http://0.0.0.0:8080", "http://127.0.0.1:8080"],
  ["0.0.0.0", "http://0.0.0.0:80", "http://127.0.0.1"],
  ["::", "http://[::]:8080", "http://[::1]:8080"],
])("all addresses, as %s at %s, are no address of a client: it is told %s", (host, url, reachable) => {
  const told = lines(url, host)
  expect(told).toContain(`Page:      ${reachable} (to look at only, as other machines can reach it)`)
  expect(told).toContain(`  export SCALEBOX_API_URL=${reachable}`)
  expect(told).not.toContain("  export SCALEBOX_ALLOW_INSECURE_URL=true")
  expect(told.at(-3)).toMatch(/^On another machine, .* export SCALEBOX_ALLOW_INSECURE_URL=true$/)
  expect(warningOf(host)).toBe("Warning: everybody who can reach this machine can use the emulator\n")
})

test("the address of a network needs plain HTTP to be allowed", () => {
  const told = lines("http://192.168.1.5:8080", "192.168.1.5")
  expect(told).toContain("  export SCALEBOX_API_URL=http://192.168.1.5:8080")
  expect(told).toContain("  export SCALEBOX_ALLOW_INSECURE_URL=true")
  expect(warningOf("192.168.1.5")).toContain("who can reach 192.168.1.5 can")
  expect(warningOf("localhost")).toBe("")
})
