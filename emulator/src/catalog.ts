import type { KnownRegion, KnownTemplate, Region } from "../../provider/src/contract"
import type { Template } from "./record"
import type { PortRecord } from "./shapes"

export const regions: readonly Region[] = [
  { id: "us-east", name: "US East (N. Virginia)" },
  { id: "us-west", name: "US West (Oregon)" },
  { id: "eu-west", name: "EU West (Ireland)" },
  { id: "eu-central", name: "EU Central (Frankfurt)" },
  { id: "ap-south", name: "Asia Pacific (Mumbai)" },
  { id: "ap-southeast", name: "Asia Pacific (Singapore)" },
  { id: "ap-northeast", name: "Asia Pacific (Tokyo)" },
] satisfies (Region & { id: KnownRegion })[]

const serviceTemplate = (name: KnownTemplate, memoryMb: number, ports: PortRecord[] = []): Template => ({
  templateId: `tpl-${name}`,
  accountId: null,
  sequence: 0,
  name,
  description: "",
  visibility: "public",
  cpuCount: 2,
  memoryMb,
  ports,
  baseTemplateId: null,
  customCommand: null,
  readyCommand: null,
  createdAt: 0,
  builtAt: 0,
  failure: null,
})

/** What everybody can create sandboxes from. */
export const serviceTemplates: readonly Template[] = [
  serviceTemplate("base", 2048),
  serviceTemplate("python-dev", 4096),
  serviceTemplate("code-interpreter", 4096, [
    { port: 49999, name: "interpreter", protocol: "TCP", servicePort: 49999, isProtected: true },
  ]),
]

/** Half of what the emulator's only plan allows. */
export const defaultStorageGb = 10
export const defaultProjectId = "prj-default"
