import { fakeCommands, temporaryFolder } from "./fake-commands"
import { inNode } from "./in-node"

const goBuild = (path: string) =>
  inNode<string | null>("engine/go-build.mjs", "tool.goBuild(input.folder, input.env)", {
    input: { folder: temporaryFolder(), env: { PATH: path } },
  })

test("goBuild says that there is no Go", async () => {
  expect(await goBuild(temporaryFolder())).toBe("go is not on PATH")
})

test("goBuild refuses a Go that is too old and names both versions", async () => {
  expect(await goBuild(fakeCommands({ go: "echo go1.20.3" }))).toMatch(/go is go1\.20\.3, older than 1\.\d+/)
})

test("goBuild gives the reason of a Go that cannot get the toolchain it needs", async () => {
  const go = "echo 'go: go.mod requires go >= 1.25.11 (running go 1.24.0; GOTOOLCHAIN=local)' >&2; exit 1"
  expect(await goBuild(fakeCommands({ go }))).toMatch(/cannot build it: go: go\.mod requires go >= 1\.25\.11/)
})

test("goBuild gives the end of the output of a build that fails", async () => {
  const go = 'if [ "$1" = env ]; then echo go1.99.0; else echo "dial tcp: no route to host" >&2; exit 1; fi'
  expect(await goBuild(fakeCommands({ go }))).toBe("go build failed:\ndial tcp: no route to host")
})

test("goBuild builds with its own flags, whatever the user's are", async () => {
  const show = 'echo "GOFLAGS=$GOFLAGS GOWORK=$GOWORK"; exit 1'
  const path = fakeCommands({ go: `if [ "$1" = env ]; then echo go1.99.0; else ${show}; fi` })
  const reason = await inNode<string>("engine/go-build.mjs", "tool.goBuild(input.folder, input.env)", {
    input: { folder: temporaryFolder(), env: { PATH: path, GOFLAGS: "-mod=mod", GOWORK: "/elsewhere" } },
  })
  expect(reason).toMatch(/GOFLAGS=-mod=readonly GOWORK=off/)
})
