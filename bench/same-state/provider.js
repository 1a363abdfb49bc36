const { inputs, outputs } = require("./like.json")

const outs = ({ timeout }) => ({ ...outputs, timeout })

module.exports = {
  check: async (_olds, news) => ({ inputs: { ...inputs, ...news }, failures: [] }),
  diff: async (_id, olds, news) => ({ changes: olds.timeout !== news.timeout, replaces: [] }),
  create: async (news) => ({ id: outputs.sandboxDomain, outs: outs(news) }),
  read: async (id, props) => ({ id, props }),
  update: async (_id, _olds, news) => ({ outs: outs(news) }),
  delete: async () => {},
}
