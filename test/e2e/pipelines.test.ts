import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { delimiter, join } from "node:path"
import { parse } from "yaml"
import { sharedEmulator } from "../support/emulator"
import { linkCommands, root } from "../support/packed"
import { failing, killed, shell } from "../support/shell"
import { passphrase, Stack } from "../support/stack"
import { type Event, GithubWorkflow } from "../support/workflow"
import { commands } from "../unit/docs/pages"

const folderOf = (example: string) => join(root, "examples", example)
const readmeOf = (example: string) => readFileSync(join(folderOf(example), "README.md"), "utf8")
const previews = new GithubWorkflow(
  join(folderOf("preview-environment"), ".github", "workflows", "preview.yml"),
)
const plain = new GithubWorkflow(join(folderOf("pipeline"), ".github", "workflows", "pulumi.yml"))

type GitLab = Record<string, { script: string[]; environment?: object }> & {
  variables: Record<string, string>
}
const gitlabOf = (example: string) =>
  parse(readFileSync(join(folderOf(example), ".gitlab-ci.yml"), "utf8")) as GitLab

/** A repository with the project in the folder that the pipelines name, its state and its account. */
class Repository {
  private checkouts = 0

  private constructor(
    readonly example: string,
    readonly stack: Stack,
  ) {}

  static async create(example: string): Promise<Repository> {
    return new Repository(
      example,
      await Stack.create(await sharedEmulator(), `in-${example}`, { program: "" }),
    )
  }

  /** A fresh checkout, as each job gets one. */
  checkout(): string {
    this.checkouts += 1
    const folder = join(this.stack.folder, `checkout-${this.checkouts}`)
    const filter = (source: string) => !source.includes("node_modules")
    cpSync(folderOf(this.example), join(folder, "infra"), { recursive: true, filter })
    linkCommands(join(folder, "infra"))
    return folder
  }

  /** What a machine of the pipeline has before a workflow gives it secrets. */
  get machine(): NodeJS.ProcessEnv {
    const { SCALEBOX_API_KEY, PULUMI_BACKEND_URL, PULUMI_CONFIG_PASSPHRASE, ...rest } =
      this.stack.environment()
    return rest
  }

  get secrets(): Record<string, string> {
    return {
      SCALEBOX_API_KEY: this.stack.apiKey,
      PULUMI_BACKEND_URL: `file://${join(this.stack.folder, "backend")}`,
      PULUMI_CONFIG_PASSPHRASE: passphrase,
    }
  }

  /** What happens on a pull request. */
  pull(action: string, commit: string, secrets = this.secrets): Event {
    return {
      secrets,
      values: {
        "github.event_name": "pull_request",
        "github.event.action": action,
        "github.event.number": "7",
        "github.event.pull_request.head.sha": commit,
        "github.server_url": "https://github.example",
        "github.repository": "shop/app",
      },
    }
  }

  /** Statuses and commits of what the account has. */
  get made() {
    return this.stack.account.sandboxes().map(({ status, envVars }) => `${status} ${envVars?.COMMIT}`)
  }

  /** Boots of the next sandboxes that a run makes last until they are released. */
  holdBoots(): void {
    this.stack.account.addFault({ kind: "hangBoot", substatus: "deploying" })
  }

  /** Whether a sandbox waits in the middle of its boot. */
  readonly isBooting = () => this.stack.account.sandboxes().some(({ substatus }) => substatus === "deploying")

  releaseBoots(): void {
    for (const { sandboxId, substatus } of this.stack.account.sandboxes())
      if (substatus === "deploying") this.stack.account.release(sandboxId)
  }
}

describe("The pipeline of the example preview-environment", () => {
  const readme = commands(readmeOf("preview-environment"))

  test.concurrent("survives jobs that are killed while the sandbox boots, wakes up what has paused, and leaves nothing behind", async () => {
    const repository = await Repository.create("preview-environment")
    const { stack, machine } = repository
    const env = { ...machine, ...repository.secrets }
    const project = join(repository.checkout(), "infra")
    await shell(readme.filter((line) => line.includes("-C template")).join("\n"), project, env)
    stack.account.remove(stack.account.sandboxes()[0]?.sandboxId ?? "")

    repository.holdBoots()
    const cancelled = previews.run(
      repository.pull("opened", "first"),
      repository.checkout(),
      machine,
      async (script, cwd, given) => {
        await killed(script, cwd, given, repository.isBooting)
        throw new Error("The job is cancelled")
      },
    )
    await expect(cancelled).rejects.toThrow("cancelled")
    repository.releaseBoots()
    const [before] = stack.account.sandboxes()
    stack.account.change(before?.sandboxId ?? "", { status: "paused" })
    const url = `https://8080-${before?.sandboxDomain}`
    const next = await previews.run(repository.pull("synchronize", "first"), repository.checkout(), machine)
    expect(next).toMatchObject({
      ran: ["Make or renew the environment", "Say where it is"],
      log: expect.stringContaining("becomes managed"),
      summary: `Commit first runs at ${url}\n`,
      environment: { name: "preview/pr-7", url },
    })
    expect(repository.made).toEqual(["running first"])

    // The same by hand, as the README says it, and killed in the replacement.
    const [up = "", down = ""] = readme
      .filter((line) => line.startsWith("STACK"))
      .map((line) => line.replace("pr-1", "pr-7").replaceAll(/\$\(git .*?\)/g, "second"))
    repository.holdBoots()
    await killed(up, project, env, repository.isBooting)
    repository.releaseBoots()
    const closed = await previews.run(repository.pull("closed", "second"), repository.checkout(), machine)
    expect(closed.ran).toEqual(["Delete the environment"])
    expect(repository.made).toEqual([])
    expect(await shell(down, project, env)).toBe("There is no stack pr-7\n")
    stack.dispose()
  })

  test.concurrent("tries it all on an emulator without a key", async () => {
    const repository = await Repository.create("preview-environment")
    const { stack, machine } = repository
    const event = repository.pull("opened", "first", {})
    const result = await previews.run(event, repository.checkout(), machine)
    expect(result).toMatchObject({
      ran: ["Try the environment on an emulator"],
      log: expect.stringMatching(
        /^https:\/\/8080-[\s\S]*have been deleted, and the history and configuration/m,
      ),
      summary: "",
      environment: { url: "" },
    })
    // GitLab runs the lines of a job in one shell; there only which scripts are run is of interest.
    const { preview, "delete-preview": deletion, variables } = gitlabOf("preview-environment")
    const ran = (script: string[] = [], key?: string) =>
      shell(["sh() { echo sh $*; }", ...script].join("\n"), stack.folder, {
        PATH: machine.PATH,
        CI_PROJECT_DIR: stack.folder,
        ...(key ? { SCALEBOX_API_KEY: key } : {}),
      })
    expect(Object.keys(variables)).toEqual(["PROJECT", "STACK", "COMMIT", "REPOSITORY"])
    expect(await ran(preview?.script, "sk-1")).toBe("sh ci/up.sh\n")
    expect(await ran(preview?.script)).toBe("sh ci/on-emulator.sh sh -c sh ci/up.sh && sh ci/down.sh\n")
    expect(await ran(deletion?.script, "sk-1")).toBe("sh ci/down.sh\n")
    expect(await ran(deletion?.script)).toBe("")
    expect(stack.requests()).toEqual([])
    stack.dispose()
  })

  test("deletes at night what belongs to a pull request that is gone, and says what it could not delete", async () => {
    const repository = await Repository.create("preview-environment")
    const { stack } = repository
    const project = join(repository.checkout(), "infra")
    const fakes = join(stack.folder, "fakes")
    mkdirSync(fakes)
    const names = ["pr-1", "shop/pr-2", "pr-3", "mr-4", "production", "spr-5", "pr-x"]
    const stacks = names.map((name) => ({ name }))
    const fake = (name: string, body: string) =>
      writeFileSync(join(fakes, name), `#!/bin/sh\n${body}\n`, { mode: 0o755 })
    fake("pulumi", `echo '${JSON.stringify(stacks)}'`)
    const states =
      "case $answer in *1 | *4) echo merged ;; *2) echo closed ;; *3) echo open ;; *) exit 1 ;; esac"
    fake("gh", `answer=$2\n${states}`)
    fake("curl", `for answer; do :; done\necho "{\\"state\\": \\"$(${states})\\"}"`)
    writeFileSync(join(project, "ci", "down.sh"), 'echo "deleted $STACK"; test "$STACK" != pr-1\n')
    const env = { PATH: `${fakes}${delimiter}${repository.machine.PATH}` }
    const onGithub = await failing("sh ci/sweep.sh", project, { ...env, GITHUB_REPOSITORY: "shop/app" })
    expect(onGithub).toBe("deleted pr-1\ndeleted shop/pr-2\ndeleted mr-4\n")
    const onGitlab = { SWEEP_TOKEN: "t", CI_API_V4_URL: "https://git.example/api/v4", CI_PROJECT_ID: "9" }
    expect(await failing("sh ci/sweep.sh", project, { ...env, ...onGitlab })).toBe(onGithub)
    fake("gh", `case $2 in *1) exit 1 ;; esac\nanswer=$2\n${states}`)
    const unknown = await failing("sh ci/sweep.sh", project, { ...env, GITHUB_REPOSITORY: "shop/app" })
    expect(unknown).toBe(
      "deleted shop/pr-2\ndeleted mr-4\nCannot see whether the pull request of the stack pr-1 is open, so it is kept\n",
    )
    fake("pulumi", "exit 1")
    expect(await failing("sh ci/sweep.sh", project, { ...env, GITHUB_REPOSITORY: "shop/app" })).toBe("")
    stack.dispose()
  })
})

describe("The pipeline of the example pipeline", () => {
  test.concurrent("previews, updates, and fails when something is no longer as the program says", async () => {
    const repository = await Repository.create("pipeline")
    const { stack, machine } = repository
    const on = (name: string, secrets = repository.secrets) =>
      plain.run({ secrets, values: { "github.event_name": name } }, repository.checkout(), machine)
    const early = await on("pull_request")
    expect(early.summary).toContain("There is no stack production yet: the first update makes it")
    expect((await on("push")).ran).toEqual(["Update the stack"])
    const [team] = stack.account.sandboxes()
    expect(team).toMatchObject({ status: "running" })
    stack.account.change(team?.sandboxId ?? "", { status: "paused" })
    await on("schedule")
    stack.account.remove(team?.sandboxId ?? "")
    await expect(on("schedule")).rejects.toThrow("no changes were expected for preview")
    const shown = await on("pull_request")
    expect(shown.ran).toEqual(["Show what a merge would change"])
    expect(shown.summary).toMatch(/^```text\n[\s\S]*SandboxPort team-web create[\s\S]*```\n$/)
    expect(stack.account.sandboxes()).toEqual([])
    await expect(on("push", { ...repository.secrets, PULUMI_CONFIG_PASSPHRASE: "" })).rejects.toThrow(
      "PULUMI_CONFIG_PASSPHRASE is not set, or is empty",
    )
    stack.dispose()
  })
})
