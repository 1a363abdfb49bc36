import { portLimits } from "../../../provider/src/contract"
import type { AccountState } from "../accounts"
import { ApiError, conflict, invalidRequest } from "../errors"
import { shownSandbox } from "../payloads"
import { portRecord, refuseTakenPort } from "../ports"
import type { Sandbox } from "../record"
import type { Handlers, Services } from "./handlers"

function portNumber(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (port >= portLimits.min && port <= portLimits.max) return port
  throw invalidRequest(
    `Invalid request: port must be a whole number from ${portLimits.min} to ${portLimits.max}`,
  )
}

export const portRoutes = ({ store }: Services) => {
  const running = (account: AccountState, sandboxId: string, verb: string): Sandbox => {
    const sandbox = store.get(account, sandboxId)
    if (sandbox.status === "running") return sandbox
    throw conflict(
      `Cannot ${verb} a port of sandbox "${sandboxId}": it is ${sandbox.status}, must be running`,
    )
  }
  const changed = (account: AccountState, sandbox: Sandbox) => {
    sandbox.updatedAt = account.now()
    store.save(sandbox)
    return shownSandbox(sandbox, account.now())
  }

  return {
    listPorts({ account, params }) {
      const { ports, templatePorts, customPorts } = shownSandbox(
        store.get(account, params.sandboxId),
        account.now(),
      )
      return { data: { ports, templatePorts, customPorts }, message: "Ports retrieved" }
    },
    addPort({ account, params, body }) {
      const sandbox = running(account, params.sandboxId, "add")
      refuseTakenPort([...sandbox.templatePorts, ...sandbox.customPorts], body)
      sandbox.customPorts.push(portRecord(body))
      return { data: changed(account, sandbox), message: "Port added" }
    },
    removePort({ account, params }) {
      const number = portNumber(params.port)
      const sandbox = running(account, params.sandboxId, "remove")
      if (sandbox.templatePorts.some(({ port }) => port === number)) {
        throw new ApiError(400, "protected_port", `Cannot remove port ${number}: it belongs to the template`)
      }
      const index = sandbox.customPorts.findIndex(({ port }) => port === number)
      if (index < 0) {
        throw new ApiError(404, "port_not_found", `Port ${number} of sandbox "${params.sandboxId}" not found`)
      }
      sandbox.customPorts.splice(index, 1)
      return { data: changed(account, sandbox), message: "Port removed" }
    },
  } satisfies Partial<Handlers>
}
