// Jest takes a time limit per project only here; one case runs the engine several times.
jest.setTimeout(120_000)
