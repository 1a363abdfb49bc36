import { Metadata, type ServiceError, StatusBuilder, status } from "@grpc/grpc-js"
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb"
import { Status } from "@pulumi/pulumi/proto/status_pb"
import { Any } from "google-protobuf/google/protobuf/any_pb"
import type { Struct } from "google-protobuf/google/protobuf/struct_pb"

interface Kept {
  id: string
  properties: Struct
  inputs: Struct
  reasons: readonly string[]
  /** Whether the engine reads it again before the next run. */
  isRefreshedFirst: boolean
}

/** A thing that exists but is not as wanted: the engine keeps id and properties, and shows the reasons. */
export class ResourceFailure extends Error {
  constructor(readonly kept: Kept) {
    super(kept.reasons.join("; "))
  }
}

/** A failure of a call as gRPC carries it. @param text What users read. */
export function statusOf(failure: unknown, text: string): Partial<ServiceError> {
  const metadata = new Metadata()
  if (failure instanceof ResourceFailure) {
    const detail = new ErrorResourceInitFailed()
    const { id, properties, inputs, reasons, isRefreshedFirst } = failure.kept
    detail.setId(id)
    detail.setProperties(properties)
    detail.setInputs(inputs)
    detail.setReasonsList([...reasons])
    detail.setRefreshBeforeUpdate(isRefreshedFirst)
    const packed = new Any()
    packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed")
    const full = new Status()
    full.setCode(status.UNKNOWN)
    full.setMessage(text)
    full.addDetails(packed)
    metadata.set("grpc-status-details-bin", Buffer.from(full.serializeBinary()))
  }
  return new StatusBuilder().withCode(status.UNKNOWN).withDetails(text).withMetadata(metadata).build()
}
