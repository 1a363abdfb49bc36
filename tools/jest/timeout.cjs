// Jest takes a time limit per project only here. For what hangs: one case installs packages and runs programs of another language.
jest.setTimeout(300_000)
