import * as pulumi from "@pulumi/pulumi"
import { Sandbox, type SandboxArgs } from "../../../../../provider/src/faces/program/sandbox"
import { SandboxPort } from "../../../../../provider/src/faces/program/sandbox-port"
import { mockEngine, registrationOf } from "../../../../support/program"

mockEngine()

const hiddenOf = async (resource: pulumi.Resource) =>
  (await registrationOf(resource)).inputs.__scalebox as Record<string, unknown>

const mount = { uri: "s3://one/x", mountPoint: "/mnt", accessKey: "a", secretKey: "b", region: "r" }

describe("The names of the inputs that are secret", () => {
  test.each<[string, SandboxArgs, string[] | undefined]>([
    ["nothing", { template: "base", metadata: { a: "1" } }, undefined],
    ["outputs that are none", { template: pulumi.output("base") }, undefined],
    ["environment", { envVars: { A: "1" } }, ["envVars"]],
    ["a-mount", { objectStorage: mount }, ["objectStorage.accessKey", "objectStorage.secretKey"]],
    ["mounts", { objectStorage: [mount, mount] }, ["objectStorage.accessKey", "objectStorage.secretKey"]],
    ["later", { objectStorage: pulumi.output(mount) }, ["objectStorage"]],
    [
      "own",
      { name: pulumi.secret("a"), metadata: { note: pulumi.secret("b"), plain: pulumi.output("c") } },
      ["name", "metadata.note"],
    ],
  ])("of %s go with the declaration", async (name, args, expected) => {
    expect((await hiddenOf(new Sandbox(name, args))).secretInputs).toEqual(expected)
  })

  test("of a port, too", async () => {
    const port = new SandboxPort("port", { sandbox: "sbx-1", port: 80, name: pulumi.secret("hush") })
    expect((await hiddenOf(port)).secretInputs).toEqual(["name"])
  })
})
