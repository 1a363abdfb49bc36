import {
  appendFileSync,
  existsSync,
  lstatSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs"
import { join } from "node:path"
import { DataFile } from "../../../emulator/src/persistence"
import { Command } from "./command"
import { Harness } from "./support"

const command = new Command()
afterAll(() => command.dispose())

let files = 0
let dataFile: string
let running: Harness | undefined
beforeEach(() => {
  files += 1
  dataFile = command.file(`data-${files}.jsonl`)
})
afterEach(async () => {
  await running?.close()
  running = undefined
})

/** Starts an emulator on the file; what ran on it before is closed. */
async function restart(after = 0): Promise<Harness> {
  const now = running?.clock.now()
  await running?.close()
  running = await Harness.start({ dataFile })
  if (now !== undefined) running.clock.pass(now + after - running.clock.now())
  return running
}

describe("The data file", () => {
  test("brings all sandboxes back as they were, but for secrets", async () => {
    let h = await restart()
    await h.run({
      name: "a",
      metadata: { team: "x" },
      timeout: 3600,
      custom_ports: [{ port: 80, name: "web" }],
    })
    const id = await h.run({ name: "b", net_proxy_country: "japan", env_vars: { TOKEN: "env-never-stored" } })
    await h.call("POST", `/v1/sandboxes/${id}/pause`)
    const gone = await h.run({ name: "c" })
    await h.call("DELETE", `/v1/sandboxes/${gone}`)
    h.clock.pass(1000)
    const before = h.account.sandboxes()
    h = await restart()
    const after = h.account.sandboxes()
    const fresh = { envVars: {}, envdAccessToken: expect.any(String), networkProxy: null }
    expect(after).toEqual([
      { ...before[0], ...fresh },
      { ...before[1], ...fresh, networkProxy: expect.objectContaining({ proxyUrl: expect.any(String) }) },
    ])
    expect(after[0]?.envdAccessToken).not.toBe(before[0]?.envdAccessToken)
    expect((await h.call("GET", "/v1/sandboxes")).body.data.sandboxes.map(({ name }) => name)).toEqual([
      "b",
      "a",
    ])
    await h.begin({ name: "d" })
    expect((await h.call("GET", "/v1/sandboxes")).body.data.sandboxes.map(({ name }) => name)).toEqual([
      "d",
      "b",
      "a",
    ])
  })

  test("of an earlier version loads, also one that knows less of a sandbox", () => {
    const written = readFileSync(join(__dirname, "../../fixtures/state/0.1.0/emulator.jsonl"), "utf8")
    const poorer = written.replaceAll('"allowInternetAccess":true,', "")
    expect(poorer).not.toBe(written)
    const [all, fewer] = [written, poorer].map((text) => {
      writeFileSync(dataFile, text)
      return new DataFile(dataFile).loaded.sandboxes
    })
    expect(all).toMatchObject([{ name: "idle" }, { name: "web", netProxyCountry: "japan" }])
    expect(fewer).toEqual(all)
  })

  test("holds no secret and no key, and is readable by its owner only", async () => {
    const h = await restart()
    const mount = {
      uri: "s3://a",
      mount_point: "/a",
      access_key: "AK-never",
      secret_key: "SK-never",
      endpoint: "https://x",
    }
    await h.run({ net_proxy_country: "japan", env_vars: { TOKEN: "env-never" }, object_storage: mount })
    const [sandbox] = h.account.sandboxes()
    for (const mode of [() => Promise.resolve(h), () => restart()]) {
      await mode()
      const text = readFileSync(dataFile, "utf8")
      expect(text).toContain(sandbox?.sandboxId)
      const secrets = [
        "never",
        h.apiKey,
        sandbox?.envdAccessToken,
        sandbox?.networkProxy?.proxyConfigs.password,
      ]
      for (const secret of secrets) expect(text).not.toContain(secret)
      expect(statSync(dataFile).mode & 0o777).toBe(0o600)
    }
  })

  test("is readable by its owner only, whatever a crash left beside it", async () => {
    writeFileSync(`${dataFile}.tmp`, "left over", { mode: 0o644 })
    await restart()
    expect(statSync(dataFile).mode & 0o777).toBe(0o600)
  })

  test("keeps absolute times, so what should have ended meanwhile has", async () => {
    let h = await restart()
    const ends = await h.run({ timeout: 60 })
    const pauses = await h.run({ timeout: 60, auto_pause: true })
    const boots = await h.begin({ timeout: 86_400 })
    const ending = await h.run()
    await h.call("DELETE", `/v1/sandboxes/${ending}`)
    h = await restart(3_600_000)
    expect(await Promise.all([ends, pauses, boots, ending].map((id) => h.statusOf(id)))).toEqual([
      "terminated",
      "paused",
      "running",
      "gone",
    ])
    expect(await h.get(ends)).toMatchObject({ ended_at: "2026-01-01T00:01:05.000Z" })
  })

  test("keeps templates and accounts apart", async () => {
    let h = await restart()
    const id = await h.run()
    const { body } = await h.call("POST", `/v1/sandboxes/${id}/create-template`, { name: "mine" })
    const doomed = await h.call("POST", `/v1/sandboxes/${id}/create-template`, { name: "doomed" })
    await h.call("DELETE", `/v1/templates/${doomed.body.data.template_id}`)
    await h.call("POST", "/v1/sandboxes", {}, "sk-other")
    h = await restart(60_000)
    const { templates } = (await h.call("GET", "/v1/templates?visibility=private")).body.data
    expect(templates).toMatchObject([{ template_id: body.data.template_id, status: "available" }])
    expect(h.account.sandboxes()).toHaveLength(1)
    expect(h.emulator.account("sk-other").sandboxes()).toHaveLength(1)
  })

  test("is written again at each start, without what is outdated", async () => {
    const h = await restart()
    const id = await h.run()
    for (const timeout of [400, 500, 600]) await h.call("PUT", `/v1/sandboxes/${id}`, { timeout })
    const lines = () => readFileSync(dataFile, "utf8").trim().split("\n")
    expect(lines().length).toBeGreaterThan(5)
    await restart()
    expect(lines()).toHaveLength(2)
    expect(existsSync(`${dataFile}.tmp`)).toBe(false)
  })

  test("may end in a line that was cut off", async () => {
    let h = await restart()
    const id = await h.run()
    const [, whole = ""] = readFileSync(dataFile, "utf8").split("\n")
    await h.close()
    appendFileSync(dataFile, whole.slice(0, 200))
    h = await restart()
    expect(await h.statusOf(id)).toBe("running")
  })

  test.each<[string, (text: string) => string, RegExp]>([
    [
      "damaged in the middle",
      (text) => text.replace('{"put"', '{"pit"'),
      /^Cannot use the data file .*: line 2 is damaged$/,
    ],
    [
      "of another program",
      () => '{"name": "package"}\n',
      /was not written by this version of the emulator, name another one$/,
    ],
    [
      "of one line without end",
      () => "precious",
      /was not written by this version of the emulator, name another one$/,
    ],
  ])("%s is refused and left alone", async (_, change, message) => {
    const h = await restart()
    await h.run()
    await h.close()
    const text = change(readFileSync(dataFile, "utf8"))
    writeFileSync(dataFile, text)
    await expect(Harness.start({ dataFile })).rejects.toThrow(message)
    expect(readFileSync(dataFile, "utf8")).toBe(text)
  })

  test("may be empty before the first start", async () => {
    writeFileSync(dataFile, "")
    expect((await restart()).account.sandboxes()).toEqual([])
  })

  test("is not touched by an emulator that finds its port in use", async () => {
    let h = await restart()
    const port = Number(new URL(h.emulator.url).port)
    await expect(Harness.start({ dataFile, port })).rejects.toThrow("the port is in use")
    const id = await h.run()
    h = await restart()
    expect(await h.statusOf(id)).toBe("running")
  })

  test("is used by one emulator at a time, and what a killed one has left does not count", async () => {
    const h = await restart()
    const lock = `${dataFile}.lock`
    await expect(Harness.start({ dataFile })).rejects.toThrow(
      `Cannot use the data file ${dataFile}: process ${process.pid} uses it: end it, or delete ${lock}`,
    )
    const id = await h.run()
    await h.close()
    expect(existsSync(lock)).toBe(false)
    writeFileSync(lock, "1 0")
    await expect(Harness.start({ dataFile })).rejects.toThrow("process 1 uses it")
    // No process has such an id, and this one was started at another time.
    for (const left of ["99999999 1", `${process.pid} 1`, ""]) {
      writeFileSync(lock, left)
      expect(await (await restart()).statusOf(id)).toBe("running")
      await running?.close()
    }
  })

  test("is read and written through no link", async () => {
    const precious = command.file("precious")
    writeFileSync(precious, "")
    symlinkSync(precious, dataFile)
    await expect(Harness.start({ dataFile })).rejects.toThrow("it is a link: name the file that it leads to")
    unlinkSync(dataFile)
    symlinkSync(precious, `${dataFile}.tmp`)
    const h = await restart()
    await h.run()
    expect(readFileSync(precious, "utf8")).toBe("")
    expect(lstatSync(dataFile).isFile()).toBe(true)
    await expect(Harness.start({ dataFile: command.folder })).rejects.toThrow("it is no regular file")
  })

  test("that cannot be opened is refused in one line", async () => {
    const nowhere = command.file("nowhere/data.jsonl")
    await expect(Harness.start({ dataFile: nowhere })).rejects.toThrow(
      /^Cannot use the data file .*nowhere.data.jsonl: its folder does not exist$/,
    )
  })
})

describe("kill -9", () => {
  test("loses nothing that was answered", async () => {
    await command.build()
    const start = () => command.start("--port", "0", "--boot-ms", "0", "--data", dataFile)
    const headers = { "X-API-Key": "a" }
    let url = ""
    const answered: string[] = []
    const create = async () => {
      const response = await fetch(`${url}/v1/sandboxes`, { method: "POST", headers })
      const { data } = (await response.json()) as { data: { sandbox_id: string } }
      answered.push(data.sandbox_id)
    }
    for (let round = 0; round < 2; round += 1) {
      const { child, ready, ended } = start()
      url = await ready
      const enough = answered.length + 30
      const creates = Array.from({ length: 100 }, () => create())
      while (answered.length < enough) await new Promise(setImmediate)
      child.kill("SIGKILL")
      await Promise.allSettled(creates)
      await ended
    }
    const { child, ready, ended } = start()
    url = await ready
    const kept: string[] = []
    for (let page = 1; kept.length === (page - 1) * 100; page += 1) {
      const response = await fetch(`${url}/v1/sandboxes?limit=100&page=${page}`, { headers })
      const { data } = (await response.json()) as { data: { sandboxes: { sandbox_id: string }[] } }
      kept.push(...data.sandboxes.map(({ sandbox_id }) => sandbox_id))
    }
    expect(answered.length).toBeGreaterThanOrEqual(60)
    expect(kept).toEqual(expect.arrayContaining(answered))
    child.kill()
    await ended
  })
})
