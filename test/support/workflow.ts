import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parse } from "yaml"
import { shell } from "./shell"

type Values = Record<string, string>

interface Step {
  id?: string
  name?: string
  if?: string
  run?: string
  env?: Values
}
interface Job {
  if?: string
  env?: Values
  environment?: string | { name: string; url: string }
  defaults: { run: { "working-directory": string } }
  steps: Step[]
}
interface Workflow {
  env: Values
  jobs: Record<string, Job>
}

/** What happens on GitHub. */
export interface Event {
  /** Such as `github.event.number`. */
  values: Values
  secrets: Values
}

/** What a run of a workflow leaves on GitHub. */
export interface Result {
  /** Steps that ran, `npm ci` aside. */
  ran: string[]
  log: string
  summary: string
  /** What the page of the pull request shows of the environment. */
  environment?: { name: string; url: string }
}

/** Runs a step; a test may do something else instead. */
export type Runner = (script: string, cwd: string, env: NodeJS.ProcessEnv) => Promise<string>

/** A workflow for GitHub that runs on this machine, as far as the ones of the examples need it: its actions are left out. */
export class GithubWorkflow {
  private readonly workflow: Workflow

  constructor(file: string) {
    this.workflow = parse(readFileSync(file, "utf8")) as Workflow
  }

  /** Runs the job for an event in a checkout of the repository; `base` is the environment of the machine. */
  async run(
    event: Event,
    checkout: string,
    base: NodeJS.ProcessEnv,
    runner: Runner = shell,
  ): Promise<Result> {
    const secrets = Object.entries(event.secrets).map(([name, value]) => [`secrets.${name}`, value])
    const values: Values = { ...event.values, ...Object.fromEntries(secrets) }
    const job = Object.values(this.workflow.jobs).find((one) => isTrue(one.if, values))
    if (!job) throw new Error("No job runs for this event")
    const shared: Values = {}
    for (const env of [this.workflow.env, job.env ?? {}]) {
      Object.assign(shared, filledAll(env, { ...values, ...prefixed("env", shared) }))
    }
    Object.assign(values, prefixed("env", shared))
    const cwd = join(checkout, filled(job.defaults.run["working-directory"], values))
    const files = { GITHUB_OUTPUT: join(checkout, "outputs"), GITHUB_STEP_SUMMARY: join(checkout, "summary") }
    for (const file of Object.values(files)) writeFileSync(file, "")
    const result: Result = { ran: [], log: "", summary: "" }
    for (const step of job.steps) {
      if (step.run === undefined || step.run === "npm ci" || !isTrue(step.if, values)) continue
      result.ran.push(step.name ?? step.run)
      const own = filledAll(step.env ?? {}, values)
      result.log += await runner(step.run, cwd, { ...base, ...files, ...shared, ...own })
      const outputs = readFileSync(files.GITHUB_OUTPUT, "utf8").split("\n").filter(Boolean)
      for (const line of outputs) {
        values[`steps.${step.id}.outputs.${line.slice(0, line.indexOf("="))}`] = line.slice(
          line.indexOf("=") + 1,
        )
      }
    }
    result.summary = readFileSync(files.GITHUB_STEP_SUMMARY, "utf8")
    for (const file of Object.values(files)) rmSync(file)
    if (typeof job.environment === "object") result.environment = filledAll(job.environment, values)
    return result
  }
}

const prefixed = (prefix: string, values: Values): Values =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}.${name}`, value]))

const filledAll = <T extends object>(texts: T, values: Values) =>
  Object.fromEntries(Object.entries(texts).map(([name, text]) => [name, filled(String(text), values)])) as T

/** A text with expressions in it: names of values, and comparisons. */
const filled = (text: string, values: Values) =>
  text.replaceAll(/\$\{\{ (.+?) \}\}/g, (_, expression: string) =>
    / [=!]= /.test(expression) ? String(isTrue(expression, values)) : (values[expression] ?? ""),
  )

/** Whether a condition holds: comparisons with texts, joined by `&&`. */
function isTrue(condition: string | undefined, values: Values): boolean {
  return (condition ?? "").split("&&").every((comparison) => {
    if (comparison === "") return true
    const [, name = "", operator, wanted] = /^\s*([\w.]+) (==|!=) '(.*)'\s*$/.exec(comparison) ?? []
    if (!operator) throw new Error(`Cannot understand ${comparison}`)
    return ((values[name] ?? "") === wanted) === (operator === "==")
  })
}
