/**
 * Spares the SDK the stack traces of its promises while it registers a resource: four for each property, which in a program
 * with many resources cost more than all the rest. Answers how to go on; an error gets its own trace then. (A base class
 * could do all that, but the SDK counts constructors to find the user's line.)
 */
export function withoutTraces(): (error?: unknown) => unknown {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  return (error) => {
    Error.stackTraceLimit = stackTraceLimit
    if (error instanceof Error) Error.captureStackTrace(error)
    return error
  }
}
