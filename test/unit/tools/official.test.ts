import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { createServer } from "node:http"
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net"
import { join } from "node:path"
import { completePulumi, fakeCommands, temporaryFolder } from "./fake-commands"
import { inNode } from "./in-node"

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** What the vendor offers: an archive with these commands, and the checksums of the release. */
async function vendor(commands: Record<string, string>, checksumOf = sha256) {
  const { name, version } = await inNode<{ name: string; version: string }>(
    "engine/official.mjs",
    `(async () => {
      const { version } = (await import("./tools/version.mjs")).pinned("pulumi-cli")
      return { version, name: tool.archiveName(version) }
    })()`,
  )
  const parent = temporaryFolder()
  fakeCommands(commands, join(parent, "pulumi"))
  execFileSync("tar", ["-czf", join(parent, name), "-C", parent, "pulumi"])
  const archive = readFileSync(join(parent, name))
  const answers: Record<string, Buffer | string> = {
    [`/sums/v${version}/pulumi-${version}-checksums.txt`]: `00  another.tar.gz\n${checksumOf(archive)}  ${name}\n`,
    [`/archives/${name}`]: archive,
  }
  const server = createServer(({ url = "" }, response) => {
    response.writeHead(url in answers ? 200 : 404).end(answers[url])
  })
  return { server, origin: `http://${await listen(server)}` }
}

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex")

async function install(commands: Record<string, string>, checksumOf?: (bytes: Buffer) => string) {
  const { server, origin } = await vendor(commands, checksumOf)
  const folder = temporaryFolder()
  try {
    const from = { archives: `${origin}/archives`, checksums: `${origin}/sums` }
    const reason = await inNode<string | null>(
      "engine/official.mjs",
      "tool.officialArchive(input.folder, process.env, input.from)",
      { input: { folder, from } },
    )
    return { reason, folder }
  } finally {
    server.close()
  }
}

test("officialArchive puts the commands of the archive into bin, and leaves nothing else", async () => {
  const { reason, folder } = await install(completePulumi("3.250.0"))
  expect(reason).toBeNull()
  expect(execFileSync(join(folder, "bin", "pulumi"), { encoding: "utf8" })).toBe("v3.250.0\n")
  expect(existsSync(join(folder, "tmp"))).toBe(false)
})

test("officialArchive refuses an archive that is not the one of the release", async () => {
  const { reason, folder } = await install(completePulumi("3.250.0"), () => "f".repeat(64))
  expect(reason).toMatch(/has the SHA-256 [0-9a-f]{64}, but its release says f{64}$/)
  expect(existsSync(join(folder, "bin"))).toBe(false)
})

test("officialArchive refuses an archive that lacks a command", async () => {
  const { "pulumi-language-nodejs": _, ...rest } = completePulumi("3.250.0")
  expect((await install(rest)).reason).toBe("the vendor's archive does not hold pulumi-language-nodejs")
})

test("archiveName follows the vendor's names of platforms", async () => {
  const names = await inNode(
    "engine/official.mjs",
    "[['linux', 'x64'], ['darwin', 'arm64'], ['win32', 'x64']].map((one) => tool.archiveName('3.1.0', ...one))",
  )
  expect(names).toEqual([
    "pulumi-v3.1.0-linux-x64.tar.gz",
    "pulumi-v3.1.0-darwin-arm64.tar.gz",
    "pulumi-v3.1.0-windows-x64.zip",
  ])
})

/** @param limit Milliseconds without one more byte; default: those of users. */
const failure = (url: string, limit?: number) =>
  inNode<string>(
    "engine/download.mjs",
    "tool.download(input.url, input.file, input.limit).catch(({ message }) => message)",
    { input: { url, file: join(temporaryFolder(), "file"), limit } },
  )

test("download names the status of a host that refuses", async () => {
  const server = createServer((_, response) => response.writeHead(403).end())
  const host = await listen(server)
  expect(await failure(`http://${host}/`)).toBe(`cannot download from ${host}: it answered 403`)
  server.close()
})

test("download names the cause if nothing listens", async () => {
  const server = createTcpServer()
  const host = await listen(server)
  await new Promise((resolve) => server.close(resolve))
  expect(await failure(`http://${host}/`)).toMatch(/cannot download from .*ECONNREFUSED/)
})

test("download gives up on a host that stays silent, also in the middle of a file", async () => {
  const silent = createTcpServer((socket) => socket.on("error", () => socket.destroy()))
  const stalling = createServer((_, response) => response.writeHead(200).write("a beginning"))
  for (const server of [silent, stalling]) {
    expect(await failure(`http://${await listen(server)}/`, 500)).toMatch(/nothing came for 0\.5 s$/)
    server.close()
  }
  stalling.closeAllConnections()
})
