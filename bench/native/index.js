const scalebox = require("pulumi-scalebox/native")

for (let i = 0; i < Number(process.env.BENCH_COUNT); i += 1) {
  new scalebox.Sandbox(`s${i}`, { timeout: Number(process.env.BENCH_TIMEOUT) })
}
