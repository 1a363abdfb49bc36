import { spawn } from "node:child_process"
import { once } from "node:events"
import { existsSync } from "node:fs"
import { connect } from "node:net"
import { join } from "node:path"
import { Command } from "./command"

const command = new Command()
beforeAll(() => command.build())
afterAll(() => command.dispose())

const headers = { "X-API-Key": "sk-cli-never-shown" }

describe("scalebox-emulator", () => {
  test("prints one line when it is ready, serves, and ends cleanly without waiting for what is under way", async () => {
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      const { child, ready, ended } = command.start("--port", "0", "--boot-ms", "600000")
      const url = await ready
      expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
      expect((await fetch(`${url}/v1/sandboxes`, { headers })).status).toBe(200)
      const { hostname, port } = new URL(url)
      const idle = connect(Number(port), hostname)
      await once(idle, "connect")
      const waiting = fetch(`${url}/v1/sandboxes`, { method: "POST", headers }).catch(
        (error: Error) => error.message,
      )
      await new Promise((resolve) => setTimeout(resolve, 100))
      const begun = performance.now()
      child.kill(signal)
      expect(await ended).toEqual({ code: 0, stdout: `ScaleBox emulator listening on ${url}\n`, stderr: "" })
      // The sandbox would take ten minutes.
      expect(performance.now() - begun).toBeLessThan(60_000)
      expect(await waiting).toBe("fetch failed")
      idle.destroy()
    }
  })

  test("takes every option", async () => {
    const { child, ready, ended } = command.start(
      ...["--port=0", "--host=localhost", "--api-key=a", "--api-key=b", "--boot-ms=0", "--stop-ms=0"],
      ...["--latency-ms=30", "--rate-limit=2", `--data=${command.file("all.jsonl")}`, "--logs"],
    )
    const url = await ready
    const ask = async (key: string) =>
      (await fetch(`${url}/v1/sandboxes`, { headers: { "X-API-Key": key } })).status
    const begun = performance.now()
    expect(await ask("sk-cli-never-shown")).toBe(401)
    expect(performance.now() - begun).toBeGreaterThanOrEqual(29)
    // Two of three in one second; a machine that stalls needs another attempt.
    const bursts: number[][] = []
    do bursts.push((await Promise.all([ask("a"), ask("a"), ask("a")])).sort())
    while (!bursts.at(-1)?.includes(429))
    expect(bursts.at(-1)).toContain(200)
    expect(await ask("b")).toBe(200)
    const made = await fetch(`${url}/v1/sandboxes`, { method: "POST", headers: { "X-API-Key": "b" } })
    expect(await made.json()).toMatchObject({ data: { status: "running" } })
    child.kill()
    const { code, stdout, stderr } = await ended
    expect([code, stdout]).toEqual([0, `ScaleBox emulator listening on ${url}\n`])
    const lines = stderr
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { req?: { url: string } })
    expect(lines.filter(({ req }) => req?.url === "/v1/sandboxes")).toHaveLength(3 * bursts.length + 3)
    expect(stderr).not.toContain("never-shown")
  })

  const hasTerminal = process.platform === "linux" && existsSync("/usr/bin/script")
  const inTerminal = hasTerminal ? test : test.skip
  inTerminal("tells a person at a terminal where the page is and what to export", async () => {
    const typed = `${process.execPath} ${command.file("cli.js")} --port 0`
    const env = { ...process.env, NODE_PATH: join(__dirname, "..", "..", "..", "node_modules") }
    const child = spawn("script", ["-qec", `exec ${typed}`, "/dev/null"], { env })
    let shown = ""
    child.stdout.on("data", (text) => {
      const isNew = !shown.includes("Ctrl-C ends it")
      shown += text
      if (isNew && shown.includes("Ctrl-C ends it")) child.stdin.write("\x03")
    })
    await once(child, "close")
    const url = /listening on (\S+)/.exec(shown)?.[1]
    expect(shown.split(/\r?\n/)).toEqual(
      expect.arrayContaining([
        `Page:      ${url}`,
        `  export SCALEBOX_API_URL=${url}`,
        "  export SCALEBOX_API_KEY=anything",
      ]),
    )
  })

  test("warns when other machines can reach it", async () => {
    const { child, ready, ended } = command.start("--port", "0", "--host", "0.0.0.0")
    expect(await ready).toMatch(/^http:\/\/0\.0\.0\.0:\d+$/)
    child.kill()
    expect((await ended).stderr).toBe("Warning: everybody who can reach this machine can use the emulator\n")
  })

  test("shows help and version", async () => {
    const help = await command.start("--help").ended
    expect(help).toMatchObject({ code: 0, stderr: "" })
    for (const flag of [
      "port",
      "host",
      "api-key",
      "boot-ms",
      "stop-ms",
      "latency-ms",
      "rate-limit",
      "data",
      "logs",
    ]) {
      expect(help.stdout).toContain(`--${flag} `)
    }
    expect(await command.start("--version").ended).toEqual({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      stderr: "",
    })
  })

  test.each([
    [["--port", "many"], '--port must be a whole number from 0 to 65535, got "many"'],
    [["--port", "65536"], '--port must be a whole number from 0 to 65535, got "65536"'],
    [["--port="], '--port must be a whole number from 0 to 65535, got ""'],
    [["--boot-ms", "1.5"], '--boot-ms must be a whole number from 0 to 86400000, got "1.5"'],
    [
      ["--api-key", "-secret"],
      "--api-key needs a value: one that begins with a hyphen is written --api-key=-x; see scalebox-emulator --help",
    ],
    [["--rate-limit=-1"], '--rate-limit must be a whole number from 0 to 1000000, got "-1"'],
    [["--api-key="], "--api-key must not be empty"],
    [["--data="], "--data must not be empty"],
    [["--colour"], "Unknown option '--colour'; see scalebox-emulator --help"],
    [["--stop-ms"], "Option '--stop-ms <value>' argument missing; see scalebox-emulator --help"],
    [["8080"], "Unexpected argument '8080'; see scalebox-emulator --help"],
  ])("refuses %j with one line", async (args, message) => {
    expect(await command.start(...args).ended).toEqual({
      code: 2,
      stdout: "",
      stderr: `scalebox-emulator: ${message}\n`,
    })
  })

  test("says in one line that the port is in use, or that the data file is not its own", async () => {
    const { child, ready, ended } = command.start("--port", "0")
    const { port } = new URL(await ready)
    expect(await command.start("--port", port).ended).toEqual({
      code: 1,
      stdout: "",
      stderr: `scalebox-emulator: Cannot listen on 127.0.0.1:${port}: the port is in use, choose another one or 0 for any free one\n`,
    })
    expect(await command.start("--port", "0", "--data", command.file("cli.js")).ended).toMatchObject({
      code: 1,
      stderr: `scalebox-emulator: Cannot use the data file ${command.file("cli.js")}: it was not written by this version of the emulator, name another one\n`,
    })
    expect(await command.start("--port", "0", "--data", command.file("no/folder")).ended).toMatchObject({
      code: 1,
      stderr: `scalebox-emulator: Cannot use the data file ${command.file("no/folder")}: its folder does not exist\n`,
    })
    child.kill()
    await ended
  })
})
