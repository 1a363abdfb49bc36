const scalebox = require("pulumi-scalebox")

new scalebox.SandboxPool("s", {
  count: Number(process.env.BENCH_COUNT),
  timeout: Number(process.env.BENCH_TIMEOUT),
})
