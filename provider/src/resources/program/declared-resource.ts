import * as pulumi from "@pulumi/pulumi"
import { declare, type Shape, typeOf } from "./declaration"

/** What all resources have in common: how a declaration reaches the engine. */
export abstract class DeclaredResource extends pulumi.CustomResource {
  protected constructor(
    shape: Shape,
    name: string,
    inputs: pulumi.Inputs,
    options: pulumi.CustomResourceOptions,
  ) {
    const { props, opts } = declare(shape, name, inputs, options)
    const { stackTraceLimit } = Error
    // The SDK takes four stack traces for each property, which in a large program costs more than all the rest.
    Error.stackTraceLimit = 0
    try {
      super(typeOf(shape.kind), name, props, opts)
      Error.stackTraceLimit = stackTraceLimit
    } catch (error) {
      Error.stackTraceLimit = stackTraceLimit
      if (error instanceof Error) Error.captureStackTrace(error)
      throw error
    }
  }
}
