// As many resources with properties and state of our Sandbox, by a provider that does nothing: what is left is the engine.
const pulumi = require("@pulumi/pulumi")
const { inputs, outputs } = require("./like.json")

const shown = Object.fromEntries(Object.keys({ ...inputs, ...outputs }).map((name) => [name, undefined]))

class Nothing extends pulumi.CustomResource {
  constructor(name, args) {
    const props = {
      ...shown,
      ...args,
      __provider: 'exports.handler=()=>require(process.cwd()+"/provider.js")',
    }
    super("pulumi-nodejs:dynamic/bench:Nothing", name, props)
  }
}

// As our resources do: of the SDK's stack trace only the user's line goes into the state.
Error.prepareStackTrace = (error, frames) =>
  [error, ...frames.slice(0, 6).map((frame) => `    at ${frame}`)].join("\n")
for (let i = 0; i < Number(process.env.BENCH_COUNT); i += 1) {
  new Nothing(`s${i}`, { timeout: Number(process.env.BENCH_TIMEOUT) })
}
