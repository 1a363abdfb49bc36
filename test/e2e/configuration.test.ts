import { type Emulator, startEmulator } from "../../emulator/src"
import { closedPort } from "../support/closed-port"
import { sharedEmulator } from "../support/emulator"
import { mostAtOnce } from "../support/most-at-once"
import { serve } from "../support/servers"
import { type Run, Stack } from "../support/stack"

const sandbox = (name: string, opts = "{}") => `new scalebox.Sandbox("${name}", { timeout: 3600 }, ${opts})\n`
const withoutKey = { SCALEBOX_API_KEY: undefined }

/** Everything that commands printed, and everything that the backend holds: state, backups, history. */
const trace = (stack: Stack, runs: Run[]) => runs.map(({ output }) => output).join("") + stack.backendText()

const expectEmptyState = (stack: Stack) => {
  expect(stack.resources()).toEqual([])
  expect(stack.deployment().pending_operations).toEqual([])
}

describe("The API key", () => {
  test("from the environment leaves no trace", async () => {
    const stack = await Stack.create(await sharedEmulator(), "key-env", { program: sandbox("dev") })
    const runs = [await stack.previewedUp("--diff"), await stack.destroy("--refresh", "--diff")]
    expect(runs.map(({ code }) => code)).toEqual([0, 0])
    expect(trace(stack, runs)).not.toContain(stack.apiKey)
    await stack.end()
  })

  test("from secret configuration or a Provider leaves no trace in plain text, each of several in its own account", async () => {
    const emulator = await sharedEmulator()
    const providers = `
      const other = new scalebox.Provider("other", { apiKey: process.env.OTHER_KEY })
      const inheriting = new scalebox.Provider("inheriting")
    `
    const sandboxes =
      sandbox("plain") +
      sandbox("inherited", "{ provider: inheriting }") +
      sandbox("foreign", "{ provider: other }")
    const stack = await Stack.create(emulator, "key-secret", {
      program: providers + sandboxes,
      env: { ...withoutKey, SCALEBOX_API_URL: undefined },
      config: { "scalebox:apiUrl": emulator.url, "scalebox:projectId": "prj-of-stack" },
    })
    const otherKey = `${stack.apiKey}-other`
    const other = emulator.account(otherKey)
    stack.env.OTHER_KEY = otherKey
    await stack.configure({ "scalebox:apiKey": `secret:${stack.apiKey}` })
    const runs = [await stack.previewedUp("--diff"), await stack.refresh("--diff")]
    const made = (account: typeof other) =>
      account.sandboxes().map(({ name, projectId }) => [name, projectId])
    expect(made(stack.account).sort()).toEqual([
      ["inherited", "prj-of-stack"],
      ["plain", "prj-of-stack"],
    ])
    expect(made(other)).toEqual([["foreign", "prj-of-stack"]])

    const { id: foreign = "" } = stack.resource("foreign")
    const rotatedKey = `${stack.apiKey}-rotated`
    const rotated = emulator.account(rotatedKey)
    stack.account.clearRequests()
    other.clearRequests()
    stack.env.OTHER_KEY = rotatedKey
    stack.setProgram(providers + sandboxes + sandbox("late", "{ provider: other }"))
    runs.push(await stack.mustUp("--diff"))
    expect(runs.at(-1)?.plan).toEqual(["create late"])
    expect(made(rotated)).toEqual([["late", "prj-of-stack"]])
    expect([...stack.requests(), ...other.requests()]).toEqual([])
    expect(stack.resource("foreign").id).toBe(foreign)

    // On the emulator a new key is another account, which does not know this one.
    const refused = await stack.destroy("--diff")
    expect(refused.code).not.toBe(0)
    expect(refused.output).toMatch(new RegExp(`Sandbox ${foreign} (belongs|is not known) to .* account`))
    expect(stack.resource("foreign").id).toBe(foreign)
    expect(made(other)).toEqual([["foreign", "prj-of-stack"]])
    other.remove(foreign)
    stack.env.SCALEBOX_BELIEVE_MISSING = "true"
    runs.push(await stack.destroy("--diff"))
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0])
    runs.push(refused)
    expect([stack.account, other, rotated].flatMap((account) => account.sandboxes())).toEqual([])
    expect(trace(stack, runs)).not.toContain(stack.apiKey)
    await stack.end()
  })

  test("that is missing fails the preview with every way to give one", async () => {
    const stack = await Stack.create(await sharedEmulator(), "key-none", {
      program: sandbox("dev"),
      env: withoutKey,
    })
    const run = await stack.preview()
    expect(run.code).not.toBe(0)
    expect(run.problems).toEqual([
      "No ScaleBox API key is configured. Set it with `pulumi config set --secret scalebox:apiKey`, " +
        "in the environment as SCALEBOX_API_KEY, or as apiKey of a scalebox.Provider; " +
        "to try without an account, run `npx scalebox-emulator` and set SCALEBOX_API_URL to the URL it prints " +
        "and SCALEBOX_API_KEY to any text",
    ])
    expectEmptyState(stack)
    await stack.end()
  })
})

describe("A create that gets no further than the request, with", () => {
  const keys: unknown[] = []
  let emulator: Emulator
  let stack: Stack
  let run: Run
  /** From the first request of any to the end. */
  let seconds: number
  let down: string
  let other: string
  beforeAll(async () => {
    emulator = await startEmulator({ apiKeys: ["sk-the-right-one"] })
    down = `http://127.0.0.1:${await closedPort()}`
    const elsewhere = await serve((request, answer) => {
      keys.push(request.headers["x-api-key"])
      answer.end("{}")
    })
    other = `http://localhost:${elsewhere}/v1/sandboxes`
    let begin: number | undefined
    const redirecting = await serve((_, answer) => {
      begin ??= Date.now()
      answer.writeHead(307, { location: `${other}?token=hush` }).end()
    })
    stack = await Stack.create(emulator, "no-request", {
      program: `
        const down = new scalebox.Provider("down", { apiUrl: "${down}" })
        const redirecting = new scalebox.Provider("redirecting", { apiUrl: "http://127.0.0.1:${redirecting}" })
        ${sandbox("dev")}
        ${sandbox("unanswered", "{ provider: down }")}
        ${sandbox("redirected", "{ provider: redirecting }")}
      `,
    })
    run = await stack.up("--continue-on-error")
    seconds = (Date.now() - (begin ?? 0)) / 1000
  })
  afterAll(async () => {
    stack.dispose()
    await emulator.close()
  })

  test("a wrong API key says what was tried and what to check", () => {
    expect(run.output).toMatch(
      /Cannot create sandbox "dev": POST \/v1\/sandboxes answered 401: .+\. Check the API key: scalebox:apiKey, SCALEBOX_API_KEY or apiKey of the Provider/,
    )
  })

  test("a server that is down fails soon", () => {
    // It is given up after 5; a create that went on trying would take ten minutes.
    expect(seconds).toBeLessThan(60)
    expect(run.output).toContain(
      `Cannot create sandbox "unanswered": POST /v1/sandboxes got no answer from ${down}: ECONNREFUSED`,
    )
    expect(run.output).toContain(
      "Check that the API URL (scalebox:apiUrl or SCALEBOX_API_URL) is right and that the server is up",
    )
  })

  test("an API URL that redirects sends the key nowhere", () => {
    expect(run.output).toContain(`answered 307, a redirect to ${other}`)
    expect(run.output).not.toContain("hush")
    expect(run.output).toContain("It was not followed, so that the key goes nowhere else")
    expect(keys).toEqual([])
  })

  test("any of them leaves nothing in the state, and no trace of the key", () => {
    expect(run.code).not.toBe(0)
    expect(run.output).not.toMatch(/^\s+at /m)
    expect(trace(stack, [run])).not.toContain(stack.apiKey)
    expectEmptyState(stack)
  })
})

test("The API URL of another service than a stack was created on is refused, unless it is the previous one", async () => {
  const old = "https://old.example"
  const emulator = await sharedEmulator()
  const stack = await Stack.create(emulator, "moved", {
    program: sandbox("dev"),
    config: { "scalebox:previousApiUrl": `${old}/v2` },
  })
  await stack.mustUp()
  const { id } = stack.resource("dev")
  const endpoint = () => stack.resource("dev").outputs.endpoint

  // Nobody answers there: each command would hang if it called.
  const nobody = "https://198.51.100.1"
  stack.env.SCALEBOX_API_URL = nobody
  for (const run of [await stack.up(), await stack.refresh(), await stack.destroy()]) {
    expect(run.code).not.toBe(0)
    expect(run.output).toContain(
      `This resource was created on ${emulator.url}, but the configured API is ${nobody}. ` +
        `Set scalebox:apiUrl (or SCALEBOX_API_URL) back to ${emulator.url}, use another stack for ${nobody}, ` +
        `or, if the API itself moved, set scalebox:previousApiUrl to ${emulator.url}`,
    )
    expect(run.output).not.toMatch(/^\s+at /m)
    const [, diagnostics = ""] = run.output.split("Diagnostics:")
    expect(diagnostics.split("This resource was created on")).toHaveLength(2)
    expect(stack.resource("dev").id).toBe(id)
  }

  stack.env.SCALEBOX_API_URL = emulator.url
  stack.stateText = stack.stateText.replaceAll(emulator.url, old)
  expect(endpoint()).toBe(old)
  expect((await stack.mustUp("--expect-no-changes")).plan).toEqual([])
  stack.succeeded(await stack.refresh(), "refresh")
  expect(stack.resource("dev").id).toBe(id)
  expect(endpoint()).toBe(emulator.url)
  stack.dispose()
})

describe("Stack configuration", () => {
  test("that is plain http of another machine is refused", async () => {
    const stack = await Stack.create(await sharedEmulator(), "elsewhere", {
      program: `new scalebox.Sandbox("dev")`,
      env: { SCALEBOX_API_URL: "http://198.51.100.1" },
    })
    const plain = await stack.preview()
    expect(plain.code).not.toBe(0)
    expect(plain.output).toContain("SCALEBOX_API_URL must begin with https://")
    expectEmptyState(stack)
    stack.dispose()
  })

  test("that makes no sense is refused by the names of its keys, without values", async () => {
    const stack = await Stack.create(await sharedEmulator(), "config-bad", {
      program: sandbox("dev"),
      config: {
        "scalebox:apiKey": "secret:two words",
        "scalebox:apiUrl": "ftp://api.example",
        "scalebox:maxConcurrency": "many",
        "scalebox:requestTimeout": "0",
        "scalebox:previousApiUrl": "old.example",
      },
    })
    const run = await stack.preview()
    expect(run.code).not.toBe(0)
    expect(run.problems).toEqual([
      "Invalid configuration: scalebox:apiKey must be printable ASCII without spaces; " +
        "scalebox:apiUrl must be a URL that begins with https:// or http://; " +
        "scalebox:maxConcurrency must be a whole number of at least 1; " +
        "scalebox:requestTimeout must be a number of seconds above 0; " +
        "scalebox:previousApiUrl must be a URL that begins with https:// or http://",
    ])
    expect(stack.requests()).toEqual([])
    expectEmptyState(stack)
    await stack.end()
  })

  describe("that holds a limit, and the API key in plain text", () => {
    const names = Array.from({ length: 8 }, (_, index) => `box-${index}`)
    let stack: Stack
    let run: Run
    beforeAll(async () => {
      stack = await Stack.create(await sharedEmulator(), "concurrency", {
        program: `${names.map((name) => sandbox(name)).join("")}new scalebox.Provider("again")`,
        env: withoutKey,
        config: { "scalebox:maxConcurrency": "2" },
      })
      await stack.configure({ "scalebox:apiKey": stack.apiKey })
      stack.account.configure({ latencyMs: 250 })
      run = await stack.mustUp("--parallel", "16")
    })
    afterAll(() => stack.dispose())

    test("is warned about, once", () => {
      const warning = "warning: scalebox:apiKey is stored in plain text, also in the stack's state."
      const [, summary = ""] = run.output.split("Diagnostics:")
      expect(summary.split(warning)).toHaveLength(2)
      expect(summary).toContain("Run `pulumi config set --secret scalebox:apiKey` and rotate the key")
      expect(stack.backendText()).toContain(stack.apiKey)
    })

    test("bounds how many requests are in flight at once", () => {
      expect(stack.account.sandboxes()).toHaveLength(names.length)
      expect(mostAtOnce(stack.account.requests())).toBe(2)
    })
  })
})
