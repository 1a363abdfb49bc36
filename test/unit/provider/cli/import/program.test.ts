import { declarationsOf } from "../../../../../provider/src/cli/import/declarations"
import { fileOf, inFile } from "../../../../../provider/src/cli/import/file"
import { programOf } from "../../../../../provider/src/cli/import/program"
import type { Selection } from "../../../../../provider/src/cli/import/selection"
import type { SandboxDetails } from "../../../../../provider/src/contract"
import { faultyLines } from "../../../../support/types"

const customPorts = [{ port: 80, name: "web", protocol: "TCP", servicePort: 8080 }]
const sandbox = (name: string, more: Partial<SandboxDetails> = {}): SandboxDetails => ({
  sandboxId: `sbx-${name}`,
  name,
  status: "running",
  templateName: "base",
  templateId: "tpl-base",
  timeout: 300,
  ...more,
})
const secretive = sandbox("dev box", {
  templateName: "python-dev",
  templateId: "tpl-py",
  timeout: 600,
  envVars: { TOKEN: "env-in-clear", "my-key": "x" },
  objectStorage: [{ uri: "s3://b", mountPoint: "/mnt/data" }],
  metadata: { team: "red", "a-b": 'say "hi"', "pulumi-scalebox-owner": "shop/dev/x" },
  customPorts,
})

const selection: Selection = {
  sandboxes: [
    { sandbox: secretive, isWhole: true, ports: customPorts },
    { sandbox: sandbox("config", { status: "paused", customPorts: [] }), isWhole: true, ports: [] },
    { sandbox: sandbox("other", { customPorts }), isWhole: false, ports: customPorts },
  ],
  pools: [
    {
      maker: { kind: "sandboxPool", owner: "shop/dev/config", nonce: "n-1" },
      members: [0, 1].map((index) => ({ index, sandbox: sandbox(`web-${index}`) })),
    },
  ],
  templates: [{ templateId: "tpl-1", name: "image", visibility: "private", baseTemplateId: "tpl-py" }],
  owned: [],
  unfit: [],
}

const expected = `import * as pulumi from "@pulumi/pulumi"
import * as scalebox from "pulumi-scalebox"

const config = new pulumi.Config()

const devBox = new scalebox.Sandbox("dev-box", {
  name: "dev box",
  template: "python-dev",
  timeout: 600,
  metadata: {
    team: "red",
    "a-b": "say \\"hi\\"",
  },
  envVars: {
    TOKEN: config.requireSecret("dev-box-TOKEN"),
    "my-key": config.requireSecret("dev-box-my-key"),
  },
  objectStorage: [
    {
      uri: "s3://b",
      mountPoint: "/mnt/data",
      accessKey: config.requireSecret("dev-box-mnt-data-accessKey"),
      secretKey: config.requireSecret("dev-box-mnt-data-secretKey"),
      region: config.require("dev-box-mnt-data-region"),
    },
  ],
}, { import: "sbx-dev box" })

new scalebox.SandboxPort("dev-box-web", {
  sandbox: devBox,
  port: 80,
  name: "web",
  protocol: "TCP",
  servicePort: 8080,
}, { import: "sbx-dev box/80" })

const config2 = new scalebox.Sandbox("config", {
  name: "config",
}, { import: "sbx-config" })

new scalebox.SandboxPowerState("config-power", {
  sandbox: config2,
  state: "paused",
}, { import: "sbx-config" })

new scalebox.SandboxPort("other-web", {
  sandbox: "sbx-other",
  port: 80,
  name: "web",
  protocol: "TCP",
  servicePort: 8080,
}, { import: "sbx-other/80" })

new scalebox.SandboxPool("config-2", {
  count: 2,
  namePrefix: "web",
}, { import: "pool-n-1" })

// The API does not show which sandbox it was created from: the next version is created from the one named here.
new scalebox.SandboxTemplate("image", {
  sandbox: devBox,
  name: "image",
}, { import: "tpl-1" })
`

test("the program takes all over, refers by variables and reads secrets from the configuration", () => {
  const { text, settings } = programOf(declarationsOf(selection), "pulumi-scalebox")
  expect(text).toBe(expected)
  expect(faultyLines(text)).toEqual([])
  expect(settings.filter(({ isSecret }) => !isSecret)).toEqual([
    { key: "dev-box-mnt-data-region", isSecret: false },
  ])
  expect(settings).toHaveLength(5)
})

test("a program without secrets reads no configuration", () => {
  const sandboxes = [{ sandbox: sandbox("web"), isWhole: true, ports: [] }]
  const declarations = declarationsOf({ ...selection, sandboxes, pools: [], templates: [] })
  expect(programOf(declarations, "pulumi-scalebox/native").text).toBe(
    'import * as scalebox from "pulumi-scalebox/native"\n\nnew scalebox.Sandbox("web", {\n  name: "web",\n}, { import: "sbx-web" })\n',
  )
})

test("the file names what the engine is to take over, the ports of a sandbox with the sandbox", () => {
  const rows = declarationsOf(selection).filter(inFile)
  expect(JSON.parse(fileOf(rows))).toEqual({
    resources: [
      { type: "scalebox:index:Sandbox", name: "dev-box", id: "sbx-dev box" },
      { type: "scalebox:index:Sandbox", name: "config", id: "sbx-config" },
      { type: "scalebox:index:SandboxPowerState", name: "config-power", id: "sbx-config" },
      { type: "scalebox:index:SandboxPort", name: "other-web", id: "sbx-other/80" },
      { type: "scalebox:index:SandboxPool", name: "config-2", id: "pool-n-1" },
      { type: "scalebox:index:SandboxTemplate", name: "image", id: "tpl-1" },
    ],
  })
})
