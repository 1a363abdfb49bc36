// Jest takes a time limit per project only here. For what hangs: one case runs the commands of many guides, also on slow machines.
jest.setTimeout(300_000)
