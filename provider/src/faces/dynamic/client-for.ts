import { readConfiguration, ScaleboxClient } from "../../client"
import type { Settings } from "../face"
import { memory } from "../program/memory"

/** One client for each set of settings, so that all calls of a program share its connections and limits. */
export function clientFor(settings: Settings): ScaleboxClient {
  const configuration = readConfiguration((key) => settings[key])
  const key = JSON.stringify(configuration)
  const client = memory.clients.get(key) ?? new ScaleboxClient(configuration)
  memory.clients.set(key, client)
  return client
}
