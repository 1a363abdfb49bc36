/** Frames from where the SDK looks at its stack to the user's line: two functions and three constructors. */
const framesBeforeUser = 5

/**
 * Spares the SDK the stack traces of its promises while it registers a resource: four for each property, which in a program
 * with many resources cost more than all the rest. Of the trace that goes into the state only the user's line stays: the
 * engine writes the whole state again at each step. Answers how to go on; an error gets its own trace then. (A base class
 * could do all that, but the SDK counts constructors to find the user's line.)
 */
export function withoutTraces(): (error?: unknown) => unknown {
  const { stackTraceLimit, prepareStackTrace = plainTrace } = Error
  const before = Object.getOwnPropertyDescriptor(Error, "prepareStackTrace")
  Error.stackTraceLimit = 0
  Error.prepareStackTrace = (error, frames) => {
    // Only the user's line is looked up in source maps: reading our own takes longer than loading this package.
    const user = frames.slice(framesBeforeUser, framesBeforeUser + 1)
    const lines = String(prepareStackTrace(error, user)).split("\n")
    const counted = frames.slice(0, framesBeforeUser).map(lineOf)
    lines.splice(lines.length - user.length, 0, ...counted)
    return lines.join("\n")
  }
  return (error) => {
    Error.stackTraceLimit = stackTraceLimit
    if (before) Object.defineProperty(Error, "prepareStackTrace", before)
    else Reflect.deleteProperty(Error, "prepareStackTrace")
    if (error instanceof Error) Error.captureStackTrace(error)
    return error
  }
}

const lineOf = (frame: NodeJS.CallSite) => `    at ${frame}`

/** As Node.js writes a trace by itself. */
const plainTrace = (error: Error, frames: readonly NodeJS.CallSite[]) =>
  [String(error), ...frames.map(lineOf)].join("\n")
