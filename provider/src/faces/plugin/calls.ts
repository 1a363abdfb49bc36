import { GetMappingResponse, GetMappingsResponse, GetSchemaResponse } from "@pulumi/pulumi/proto/provider_pb"
import { isScaleboxError } from "../../client"
import { ResourceFailure } from "./failure"
import { invoke } from "./invoke"
import { list } from "./list"
import { checkConfig, configure, diffConfig } from "./provider-settings"
import { faultOf } from "./rescued"
import { Resource } from "./resource"
import type { Run } from "./run"
import { schemaText } from "./schema"
import type { Handlers } from "./server"

/** What the plugin does for each call of the engine. */
export function callsOf(run: Run): Handlers {
  const of = (request: { getUrn(): string }) => new Resource(run, request.getUrn())
  return {
    async getSchema() {
      const response = new GetSchemaResponse()
      response.setSchema(schemaText())
      return response
    },
    checkConfig: async (request) => checkConfig(run, request),
    diffConfig: (request) => diffConfig(run, request),
    configure: async (request) => configure(run, request),
    invoke: (request) => invoke(run, request),
    check: async (request) => of(request).check(request),
    diff: async (request) => of(request).diff(request),
    create: async (request) => of(request).create(request),
    read: async (request) => of(request).read(request),
    update: async (request) => of(request).update(request),
    delete: async (request) => of(request).delete(request),
    list: (request) => list(run, request),
    getMapping: async () => new GetMappingResponse(),
    getMappings: async () => new GetMappingsResponse(),
    textOf(failure, call) {
      if (isScaleboxError(failure)) return run.errors.messageOf(failure)
      if (failure instanceof ResourceFailure) return failure.message
      return `Something went wrong inside of pulumi-scalebox in ${call}: ${faultOf(failure)}`
    },
    cancel: () => run.cancel(),
  }
}
