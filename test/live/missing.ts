import { meaningOf } from "../../provider/src/client/existence"
import { type EndpointName, endpoints } from "../../provider/src/contract"
import type { Case } from "./cases"

/** Ids that nothing has. */
const nowhere: Record<string, string> = {
  sandboxId: "sbx-0000000000000000",
  templateId: "tpl-0000000000000000",
  port: "8080",
}

const bodies: Partial<Record<EndpointName, object>> = {
  extendTimeout: { timeout: 600 },
  setTimeout: { timeout: 600 },
  switchProject: { project_id: "prj-0000000000000000" },
  addPort: { port: 8080, name: "web" },
  createTemplate: { name: "live-test" },
}

const names = (Object.keys(endpoints) as EndpointName[]).filter(
  (name) => "missing" in endpoints[name] && endpoints[name].path.includes("{"),
)

const textOf = (body: unknown, key: string) => {
  const value: unknown = body !== null && typeof body === "object" ? Reflect.get(body, key) : undefined
  return typeof value === "string" ? value : undefined
}

/** One case for each call that answers 404: whether its words say what is missing, so that the provider believes them. */
export const missing: Case[] = names.map((name) => {
  const { method, path } = endpoints[name]
  return {
    name: `${method} ${path} of something unknown is a 404 that says what is missing`,
    async look(service) {
      const filled = path.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => nowhere[parameter] ?? "")
      const { status, body } = await service.call(method, filled, bodies[name])
      if (status !== 404) return [`the status is ${status}`]
      const said = { message: textOf(body, "message") ?? textOf(body, "error"), code: textOf(body, "code") }
      const isEnvelope = body !== null && typeof body === "object" && Reflect.get(body, "success") === false
      const { code, ambiguous } = meaningOf({ ...said, isEnvelope }, { row: endpoints[name], params: {} })
      if (code === "not_found") return []
      return [
        `${JSON.stringify(body)} is read as ${code}${ambiguous ? ", unless the URL is known to be right" : ""}`,
      ]
    },
  }
})
