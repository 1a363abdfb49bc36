import { sandboxDefaults } from "../../../provider/src/contract"
import { newSandbox } from "../creation"
import { sandboxNotFound } from "../errors"
import { shownSandbox } from "../payloads"
import { untilSettled } from "../waiting"
import type { Handlers, Services } from "./handlers"

export const sandboxRoutes = ({ store, templates, clock, fullRegions }: Services) =>
  ({
    async createSandbox({ account, body, isAbandoned }) {
      const template = templates.usable(account, body.template ?? sandboxDefaults.template)
      const sequence = store.nextSequence()
      const sandbox = newSandbox({ account, sequence, template, fullRegions }, body)
      store.save(sandbox)
      if (body.isAsync) {
        return { data: shownSandbox(sandbox, account.now()), message: "Sandbox creation initiated" }
      }
      const settled = await untilSettled({ store, clock, account, isAbandoned }, sandbox.sandboxId)
      if (!settled) throw sandboxNotFound(sandbox.sandboxId)
      return { data: shownSandbox(settled, account.now()), message: `Sandbox is ${settled.status}` }
    },
    getSandbox({ account, params }) {
      const sandbox = store.get(account, params.sandboxId)
      return { data: shownSandbox(sandbox, account.now()), message: "Sandbox retrieved" }
    },
    getSandboxStatus({ account, params }) {
      const sandbox = store.get(account, params.sandboxId)
      const { status, substatus, reason, sandboxId } = sandbox
      const { updatedAt } = shownSandbox(sandbox, account.now())
      return { data: { sandboxId, status, substatus, reason, updatedAt }, message: "Status retrieved" }
    },
    switchProject({ account, params, body }) {
      const sandbox = store.get(account, params.sandboxId)
      sandbox.projectId = body.projectId
      sandbox.updatedAt = account.now()
      store.save(sandbox)
      return { data: shownSandbox(sandbox, account.now()), message: "Sandbox moved to the project" }
    },
  }) satisfies Partial<Handlers>
