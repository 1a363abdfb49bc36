import type { dynamic } from "@pulumi/pulumi"
import type { Clock } from "../../provider/src/client"
import { dynamicProvider } from "../../provider/src/faces/dynamic/process/provider"
import { Run } from "../../provider/src/faces/dynamic/process/run"
import type { Kind } from "../../provider/src/resources/kinds"
import type { Properties } from "../../provider/src/resources/properties"
import { ok, refused } from "./send"
import { serve } from "./servers"

/** The hidden input of `web` in the stack `dev` of the project `shop`. */
export const hidden = { __scalebox: { owner: "shop/dev/web" } }

/** A provider process that is configured as by the engine's shim. @param clock Default: that of this machine. */
export function configuredRun(settings: Readonly<Record<string, string>>, clock?: Clock): Run {
  const run = new Run(undefined, clock && { clock })
  const get = (key: string) => settings[key]
  void run.configure({
    config: { get, require: (key: string) => get(key) ?? "" },
  } as dynamic.ConfigureRequest)
  return run
}

/** What the engine's shim calls for a kind of resource. */
export const handlerIn = (run: Run, kind: Kind) =>
  dynamicProvider(run, kind) as Required<dynamic.ResourceProvider<Properties, Properties>>

/** A provider process whose API has one region and no sandboxes; what it prints is not shown. */
export function handlers() {
  const calls: string[] = []
  let url = ""
  let run: Run | undefined
  beforeAll(async () => {
    const port = await serve(({ method, url }, answer) => {
      calls.push(`${method} ${url}`)
      const isRegions = url === "/v1/scalebox-regions"
      const { status, text } = isRegions
        ? ok({ scalebox_regions: [{ id: "us-east", name: "US East" }] })
        : refused(404, "Sandbox not found")
      answer.writeHead(status).end(text)
    })
    url = `http://127.0.0.1:${port}`
    run = configuredRun({ "scalebox:apiUrl": url, "scalebox:apiKey": "sk-properties" })
    jest.spyOn(console, "log").mockImplementation(() => undefined)
  })
  return {
    calls,
    get url() {
      return url
    },
    handler(kind: Kind) {
      if (!run) throw new Error("Handlers are there in tests only")
      return handlerIn(run, kind)
    },
  }
}
