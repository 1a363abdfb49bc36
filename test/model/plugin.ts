import { randomBytes } from "node:crypto"
import * as messages from "@pulumi/pulumi/proto/provider_pb"
import { Struct } from "google-protobuf/google/protobuf/struct_pb"
import { ResourceFailure } from "../../provider/src/faces/plugin/failure"
import type { Handlers } from "../../provider/src/faces/plugin/server"
import type { Properties } from "../../provider/src/resources/properties"
import type { Held, Provider } from "./steps"

/** What programs and stacks of the model say, in seconds. */
const timeout = 30

type JavaScript = Parameters<typeof Struct.fromJavaScript>[0]
const struct = (properties: Properties) =>
  Struct.fromJavaScript(JSON.parse(JSON.stringify(properties)) as JavaScript)
const wire = (properties: Struct | undefined) => (properties?.toJavaScript() ?? {}) as Properties

/** The plugin as the engine calls it for one resource. */
export function pluginCalls(handlers: Handlers, urn: string): Provider {
  /** A failure as gRPC carries it to the engine. */
  const calling = async <T>(name: string, work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (failure) {
      const kept = failure instanceof ResourceFailure ? failure.kept : undefined
      throw Object.assign(
        new Error(handlers.textOf(failure, name)),
        kept && { id: kept.id, properties: wire(kept.properties), reasons: [...kept.reasons] },
      )
    }
  }
  const create = async (inputs: Properties, isPreview = false) => {
    const request = new messages.CreateRequest()
    request.setUrn(urn)
    request.setProperties(struct(inputs))
    request.setTimeout(timeout)
    request.setPreview(isPreview)
    const answer = await calling("create", handlers.create(request))
    return { id: answer.getId(), outputs: wire(answer.getProperties()) }
  }
  const update = async ({ id, inputs, outputs }: Held, news: Properties, isPreview = false) => {
    const request = new messages.UpdateRequest()
    request.setUrn(urn)
    request.setId(id)
    request.setOlds(struct(outputs))
    request.setOldInputs(struct(inputs))
    request.setNews(struct(news))
    request.setTimeout(timeout)
    request.setPreview(isPreview)
    return wire((await calling("update", handlers.update(request))).getProperties())
  }
  return {
    async check(olds, news) {
      const request = new messages.CheckRequest()
      request.setUrn(urn)
      request.setOlds(struct(olds))
      request.setNews(struct(news))
      request.setRandomseed(randomBytes(32))
      const answer = await calling("check", handlers.check(request))
      return {
        inputs: wire(answer.getInputs()),
        failures: answer.getFailuresList().map((failure) => failure.getReason()),
      }
    },
    async diff({ id, inputs, outputs }, news) {
      const request = new messages.DiffRequest()
      request.setUrn(urn)
      request.setId(id)
      request.setOlds(struct(outputs))
      request.setOldInputs(struct(inputs))
      request.setNews(struct(news))
      const answer = await calling("diff", handlers.diff(request))
      return {
        changes: answer.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME,
        replaces: answer.getReplacesList(),
        deleteBeforeReplace: answer.getDeletebeforereplace(),
      }
    },
    create: (inputs) => create(inputs),
    async read(id, held) {
      const request = new messages.ReadRequest()
      request.setUrn(urn)
      request.setId(id)
      if (held) request.setProperties(struct(held.outputs))
      if (held) request.setInputs(struct(held.inputs))
      const answer = await calling("read", handlers.read(request))
      if (!answer.getId()) return undefined
      return { id: answer.getId(), outputs: wire(answer.getProperties()), inputs: wire(answer.getInputs()) }
    },
    update: (old, news) => update(old, news),
    preview: { create: (inputs) => create(inputs, true), update: (old, news) => update(old, news, true) },
    async delete({ id, inputs, outputs }) {
      const request = new messages.DeleteRequest()
      request.setUrn(urn)
      request.setId(id)
      request.setProperties(struct(outputs))
      request.setOldInputs(struct(inputs))
      request.setTimeout(timeout)
      await calling("delete", handlers.delete(request))
    },
  }
}

/** Which settings another provider of a resource would replace it for. @param from Settings of the one before. */
export async function replacingSettings(
  handlers: Handlers,
  urn: string,
  from: Properties,
  to: Properties,
): Promise<string[]> {
  const request = new messages.DiffRequest()
  request.setUrn(urn)
  request.setOlds(struct(from))
  request.setOldInputs(struct(from))
  request.setNews(struct(to))
  return (await handlers.diffConfig(request)).getReplacesList()
}

/** Begins the work of a plugin process. */
export function configure(handlers: Handlers, urn: string, settings: Properties): void {
  const request = new messages.ConfigureRequest()
  request.setUrn(urn)
  request.setArgs(struct(settings))
  request.setAcceptsecrets(true)
  void handlers.configure(request)
}
