import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { text } from "node:stream/consumers"
import { parse } from "yaml"
import { sharedEmulator } from "../support/emulator"
import { linkCommands, root } from "../support/packed"
import { Stack } from "../support/stack"
import { commands } from "../unit/docs/pages"

const example = join(root, "examples", "preview-environment")

interface Step {
  name?: string
  if?: string
  run?: string
}
interface Workflow {
  env: Record<string, string>
  jobs: { preview: { steps: Step[] } }
}
type GitLab = Record<string, { script: string[]; rules: { if: string; when?: string }[] }> & {
  variables: Record<string, string>
}

const read = (file: string): unknown => parse(readFileSync(join(example, file), "utf8"))
const github = read(".github/workflows/preview.yml") as Workflow
const gitlab = read(".gitlab-ci.yml") as GitLab

const groups: number[] = []
afterAll(() => {
  for (const group of groups) process.kill(-group, "SIGKILL")
})

/** Runs a line of a pipeline in a shell of its own. What it leaves running is ended with the test file. */
async function shell(script: string, cwd: string, env: NodeJS.ProcessEnv) {
  const child = spawn("bash", ["-e", "-c", script], {
    cwd,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
  })
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number | null]>,
  ])
  if (script.includes("emulator.sh") && !env.SCALEBOX_API_KEY && child.pid) groups.push(child.pid)
  if (code !== 0) throw new Error(`${script} ended with ${code}:\n${stdout}${stderr}`)
  return stdout
}

/** A condition of a step: comparisons with texts, joined by `||`. */
function holds(condition: string | undefined, values: Record<string, string>): boolean {
  if (condition === undefined) return true
  return condition.split("||").some((comparison) => {
    const [, name = "", operator, wanted] = /^\s*([\w.]+) (==|!=) '(.*)'\s*$/.exec(comparison) ?? []
    if (!operator) throw new Error(`Cannot understand ${comparison}`)
    return ((values[name] ?? "") === wanted) === (operator === "==")
  })
}

/** The value of an environment variable of a workflow: a text with expressions in it. */
const filled = (value: string, values: Record<string, string>) =>
  value.replaceAll(/\$\{\{ ([\w.]+) \}\}/g, (_, name: string) => values[name] ?? "")

/**
 * Goes through the steps of the workflow as GitHub does, `npm ci` aside; answers the names of those that ran.
 * @param isRun which steps are really run; the others only leave their names
 */
async function onGithub(
  stack: Stack,
  action: string,
  values: Record<string, string>,
  { isRun = always, log = [] as string[] } = {},
) {
  const event = { ...values, "github.event.action": action, "github.event.number": "7" }
  const own = Object.entries(github.env)
    .map(([key, value]) => [key, filled(value, event)] as const)
    .filter(([key, value]) => value !== "" || key === "SCALEBOX_API_KEY")
  const env: NodeJS.ProcessEnv = { ...stack.environment(), ...Object.fromEntries(own) }
  const variables = join(stack.folder, "github-env")
  writeFileSync(variables, "")
  const ran: string[] = []
  for (const step of github.jobs.preview.steps) {
    const known = Object.fromEntries(Object.entries(env).map(([key, value]) => [`env.${key}`, value ?? ""]))
    if (step.run === undefined || step.run === "npm ci" || !holds(step.if, { ...event, ...known })) continue
    ran.push(step.name ?? step.run)
    if (!isRun(step)) continue
    log.push(await shell(step.run, stack.folder, { ...env, GITHUB_ENV: variables }))
    const added = readFileSync(variables, "utf8").split("\n").filter(Boolean)
    for (const line of added) env[line.slice(0, line.indexOf("="))] = line.slice(line.indexOf("=") + 1)
  }
  return ran
}

const always = (_: Step) => true

async function project(): Promise<Stack> {
  const stack = await Stack.fromTemplate(await sharedEmulator(), example)
  linkCommands(stack.folder)
  return stack
}

const linesOf = (job: string) => (gitlab[job]?.script ?? []).filter((line) => line !== "npm ci")

const steps = {
  emulator: "Use an emulator where there is no key",
  up: "Make or renew the environment",
  down: "Delete the environment",
}

describe("The pipelines of the example preview-environment", () => {
  test.concurrent("make, renew and delete an environment for a pull request on GitHub", async () => {
    const stack = await project()
    const values = (commit: string) => ({
      "secrets.SCALEBOX_API_KEY": stack.apiKey,
      "github.event.pull_request.head.sha": commit,
    })
    const commits = () => stack.account.sandboxes().map(({ envVars }) => envVars?.COMMIT)
    const log: string[] = []
    expect(await onGithub(stack, "opened", values("first"), { log })).toEqual([steps.up])
    expect(commits()).toEqual(["first"])
    expect(log[0]).toContain(`\nhttps://8080-${stack.account.sandboxes()[0]?.sandboxDomain}\n`)
    stack.account.remove(stack.account.sandboxes()[0]?.sandboxId ?? "")
    expect(await onGithub(stack, "synchronize", values("second"))).toEqual([steps.up])
    expect(commits()).toEqual(["second"])
    expect(await onGithub(stack, "closed", values("second"))).toEqual([steps.down])
    expect(stack.account.sandboxes()).toEqual([])
    expect((await stack.mustRun(["stack", "ls", "--json"])).stdout).not.toContain("pr-7")
    const byHand = commands(readFileSync(join(example, "README.md"), "utf8"))
    expect(byHand).toHaveLength(2)
    expect(await shell(byHand.join("\n"), stack.folder, stack.environment())).toMatch(/^https:\/\/8080-/m)
    expect(stack.account.sandboxes()).toEqual([])
    await stack.end()
  })

  test.concurrent("try it all on an emulator without a key on GitHub", async () => {
    const stack = await project()
    stack.env.SCALEBOX_API_URL = undefined
    const commit = { "github.event.pull_request.head.sha": "first" }
    const isRun = ({ name }: Step) => name === steps.emulator
    expect(await onGithub(stack, "opened", commit, { isRun })).toEqual([steps.emulator, steps.up, steps.down])
    expect(readFileSync(join(stack.folder, "github-env"), "utf8")).toMatch(/^SCALEBOX_API_URL=http:\/\/127/m)
    stack.dispose()
  })

  test.concurrent("try it all on an emulator without a key on GitLab", async () => {
    const stack = await project()
    const { SCALEBOX_API_KEY, SCALEBOX_API_URL, ...env } = stack.environment()
    // GitLab runs the lines of a job in one shell.
    const tried = await shell(linesOf("preview").join("\n"), stack.folder, {
      ...env,
      STACK: "mr-7",
      COMMIT: "first",
    })
    expect(tried).toMatch(/^https:\/\/8080-/m)
    expect(tried).toContain(
      "The resources in the stack have been deleted, and the history and configuration removed",
    )
    expect(stack.requests()).toEqual([])
    stack.dispose()
  })

  test("leave the environment for the next push with a key on GitLab, until it is closed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "pulumi-scalebox-gitlab-"))
    try {
      const env = { PATH: process.env.PATH, SCALEBOX_API_KEY: "sk-1" }
      // Only which scripts are run is of interest here.
      const ran = (job: string) => shell(["sh() { echo ran $1; }", ...linesOf(job)].join("\n"), folder, env)
      expect(Object.keys(gitlab.variables)).toEqual(["STACK", "COMMIT"])
      expect(await ran("preview")).toBe("ran ci/up.sh\n")
      expect(await ran("delete-preview")).toBe("ran ci/down.sh\n")
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})
