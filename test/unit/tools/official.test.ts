import { existsSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net"
import { join } from "node:path"
import { temporaryFolder } from "./fake-commands"
import { inNode } from "./in-node"

const unreachable = (url: string) =>
  inNode<string | null>("engine/official.mjs", "tool.unreachable(input, 1000)", { input: url })

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

test("unreachable accepts a host that answers, and names the status of one that refuses", async () => {
  const server = createServer((request, response) => {
    response.writeHead(request.url === "/good" ? 200 : 403).end()
  })
  const host = await listen(server)
  try {
    expect(await unreachable(`http://${host}/good`)).toBeNull()
    expect(await unreachable(`http://${host}/bad`)).toBe(`${host} answered 403`)
  } finally {
    server.close()
  }
})

test("unreachable names the cause where nothing listens", async () => {
  const server = createTcpServer()
  const host = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  expect(await unreachable(`http://${host}/`)).toMatch(/cannot be reached \(.*ECONNREFUSED/)
})

test("unreachable gives up on a host that accepts and stays silent", async () => {
  const server = createTcpServer((socket) => socket.on("error", () => socket.destroy()))
  const host = await listen(server)
  const started = Date.now()
  expect(await unreachable(`http://${host}/`)).toMatch(/cannot be reached/)
  expect(Date.now() - started).toBeLessThan(5_000)
  server.close()
})

const runWatched = (script: string, folder: string) => {
  const file = join(folder, "..", `${folder.length}.cjs`)
  writeFileSync(file, script)
  return inNode<string | null>(
    "engine/official.mjs",
    "tool.runWatched([input.file], input.folder, 1000, process.env)",
    {
      input: { file, folder },
    },
  )
}

test("runWatched kills an installer that stops writing, with what it started", async () => {
  const folder = join(temporaryFolder(), "draft")
  const mark = join(folder, "late")
  const script = `require("node:child_process").spawn("sh", ["-c", "sleep 2; touch '${mark}'"], { stdio: "inherit" })`
  expect(await runWatched(script, folder)).toBe("the official installer made no progress for 1 s")
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  expect(existsSync(mark)).toBe(false)
})

test("runWatched waits for an installer as long as it writes", async () => {
  const folder = join(temporaryFolder(), "draft")
  const script = `const { appendFileSync } = require("node:fs")
const file = require("node:os").tmpdir() + "/download"
let left = 10
const timer = setInterval(() => {
  appendFileSync(file, "x".repeat(100))
  if (--left === 0) clearInterval(timer)
}, 300)`
  expect(await runWatched(script, folder)).toBeNull()
  expect(existsSync(join(folder, "tmp"))).toBe(false)
})

test("runWatched gives the last words of an installer that fails", async () => {
  const folder = join(temporaryFolder(), "draft")
  expect(await runWatched(`console.error("no such release"); process.exit(1)`, folder)).toBe(
    "the official installer failed: no such release",
  )
})
