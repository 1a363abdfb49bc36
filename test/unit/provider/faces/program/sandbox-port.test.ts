import * as pulumi from "@pulumi/pulumi"
import { Provider } from "../../../../../provider/src/faces/program/provider"
import { Sandbox } from "../../../../../provider/src/faces/program/sandbox"
import { SandboxPort } from "../../../../../provider/src/faces/program/sandbox-port"
import { known, mockEngine, noting, registrationOf } from "../../../../support/program"

mockEngine()

const web = { port: 8080, name: "web" }
const eu = new Provider("eu", { apiKey: "eu-key" })
const us = new Provider("us", { apiKey: "us-key" })

/** The logical name of the provider that a resource is created with; empty for the default one. */
async function providerNameOf(resource: pulumi.Resource): Promise<string> {
  const { provider } = await registrationOf(resource)
  return provider.split("::").at(-2) ?? ""
}

class Group extends pulumi.ComponentResource {
  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("test:index:Group", name, {}, opts)
  }
}

describe("SandboxPort", () => {
  test("given a Sandbox takes its id and ends with it", async () => {
    const sandbox = new Sandbox("owner")
    const { transformations, handed } = noting()
    const port = new SandboxPort("of-sandbox", { sandbox, ...web }, { transformations })
    expect((await registrationOf(port)).inputs).toEqual({
      ...web,
      sandboxId: "owner-id",
      __scalebox: { owner: "shop/dev/of-sandbox" },
      __provider: expect.any(String),
    })
    expect(handed[0]?.opts.deletedWith).toBe(sandbox)
  })

  test("given an id ends with nothing", async () => {
    const { transformations, handed } = noting()
    const port = new SandboxPort("of-id", { sandbox: pulumi.output("sbx-1"), ...web }, { transformations })
    expect((await registrationOf(port)).inputs).toMatchObject({ sandboxId: "sbx-1" })
    expect(handed[0]?.opts).not.toHaveProperty("deletedWith")
  })

  describe("given the id of a resource", () => {
    const deletedWith = async (id: pulumi.Output<string>, name: string) => {
      const { transformations, handed } = noting()
      new SandboxPort(name, { sandbox: id, ...web }, { transformations })
      const host = handed[0]?.opts.deletedWith
      return host && known(host.urn)
    }
    const [one, two] = [new Sandbox("host-one"), new Sandbox("host-two")]

    test("ends with the sandbox, also if its id was handed on", async () => {
      expect(await deletedWith(one.id, "by-id")).toBe(await known(one.urn))
      expect(
        await deletedWith(
          one.id.apply((id) => id),
          "by-applied",
        ),
      ).toBe(await known(one.urn))
      const second = pulumi.all([one.id, two.id]).apply(([, id]) => id)
      expect(await deletedWith(second, "by-second")).toBe(await known(two.urn))
    })

    test("ends with no other sandbox than its own, and with none that is only looked up", async () => {
      const other = one.id.apply(() => "sbx-other")
      expect(await deletedWith(other, "by-other")).toBe("")
      expect(await deletedWith(Sandbox.get("looked-up", "sbx-1").id, "by-looked-up")).toBeUndefined()
      expect(await deletedWith(new Group("group").urn, "by-component")).toBeUndefined()
    })
  })

  test("leaves a deletedWith of its own alone", () => {
    const [sandbox, other] = [new Sandbox("mine"), new Sandbox("theirs")]
    const { transformations, handed } = noting()
    new SandboxPort("with-other", { sandbox, ...web }, { deletedWith: other, transformations })
    expect(handed[0]?.opts.deletedWith).toBe(other)
  })

  test("uses the provider of its sandbox", async () => {
    const sandbox = new Sandbox("european", {}, { provider: eu })
    expect(await providerNameOf(sandbox)).toBe("eu")
    expect(await providerNameOf(new SandboxPort("follows", { sandbox, ...web }))).toBe("eu")
  })

  test("prefers a provider of its own", async () => {
    const sandbox = new Sandbox("european-2", {}, { provider: eu })
    const port = new SandboxPort("own", { sandbox, ...web }, { provider: us })
    expect(await providerNameOf(port)).toBe("us")
  })

  test("prefers the provider of the component that it is in", async () => {
    const sandbox = new Sandbox("european-3", {}, { provider: eu })
    const inUs = new Group("in-us", { providers: [us] })
    expect(await providerNameOf(new SandboxPort("inherits", { sandbox, ...web }, { parent: inUs }))).toBe(
      "us",
    )
    const plain = new Group("plain")
    expect(await providerNameOf(new SandboxPort("in-plain", { sandbox, ...web }, { parent: plain }))).toBe(
      "eu",
    )
  })

  test("uses the default provider if nobody has another", async () => {
    const port = new SandboxPort("default", { sandbox: new Sandbox("default-owner"), ...web })
    expect(await providerNameOf(port)).toBe("")
  })

  test("turns import into a hidden input", async () => {
    const port = new SandboxPort("taken", { sandbox: "sbx-1", ...web }, { import: "sbx-1/8080" })
    expect(await registrationOf(port)).toMatchObject({
      id: "",
      inputs: { __scalebox: { import: "sbx-1/8080" } },
    })
  })

  test("looks one up by its id with get", async () => {
    const found = SandboxPort.get("found", "sbx-1/80")
    expect(await registrationOf(found)).toMatchObject({ id: "sbx-1/80" })
    expect(await known(found.id)).toBe("sbx-1/80")
  })
})
