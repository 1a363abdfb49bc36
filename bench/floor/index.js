// As many resources as the others, by a provider that does nothing: what is left is the engine.
const pulumi = require("@pulumi/pulumi")

class Nothing extends pulumi.CustomResource {
  constructor(name, inputs) {
    super("pulumi-nodejs:dynamic/bench:Nothing", name, {
      ...inputs,
      __provider: 'exports.handler=()=>require(process.cwd()+"/provider.js")',
    })
  }
}

for (let i = 0; i < Number(process.env.BENCH_COUNT); i += 1) {
  new Nothing(`s${i}`, { name: `s${i}`, timeout: Number(process.env.BENCH_TIMEOUT) })
}
