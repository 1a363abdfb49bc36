const { inputs, outputs } = require("./like.json")

module.exports = {
  check: async (_olds, news) => ({ inputs: { ...inputs, ...news }, failures: [] }),
  diff: async (_id, olds, news) => ({ changes: olds.timeout !== news.timeout, replaces: [] }),
  create: async (news) => ({ id: outputs.sandboxDomain, outs: { ...outputs, ...news } }),
  read: async (id, props) => ({ id, props }),
  update: async (_id, _olds, news) => ({ outs: { ...outputs, ...news } }),
  delete: async () => {},
}
