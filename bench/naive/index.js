// What a user writes who follows the guide to dynamic providers: one call for each operation, closures in the state.
const pulumi = require("@pulumi/pulumi")

const call = async (method, path, body) => {
  const answer = await fetch(process.env.SCALEBOX_API_URL + path, {
    method,
    headers: { "X-API-Key": process.env.SCALEBOX_API_KEY, "Content-Type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()).data
}

const provider = {
  async create(inputs) {
    const sandbox = await call("POST", "/v1/sandboxes", inputs)
    return { id: sandbox.sandbox_id, outs: { ...inputs, ...sandbox } }
  },
  async diff(_id, olds, news) {
    return { changes: olds.timeout !== news.timeout }
  },
  async read(id, props) {
    return { id, props: { ...props, ...(await call("GET", `/v1/sandboxes/${id}`)) } }
  },
  async update(id, olds, news) {
    await call("PUT", `/v1/sandboxes/${id}`, { timeout: news.timeout })
    return { outs: { ...olds, ...news } }
  },
  async delete(id) {
    await call("DELETE", `/v1/sandboxes/${id}`)
  },
}

class Sandbox extends pulumi.dynamic.Resource {
  constructor(name, inputs) {
    super(provider, name, { name, ...inputs })
  }
}

for (let i = 0; i < Number(process.env.BENCH_COUNT); i += 1) {
  new Sandbox(`s${i}`, { timeout: Number(process.env.BENCH_TIMEOUT) })
}
