import { randomInt } from "node:crypto"
import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Socket } from "node:net"

const held: Socket[] = []

afterAll(() => {
  for (const socket of held) socket.destroy()
})

/**
 * A port of this machine on which nothing listens until the end of the test file: a connection of ours goes out from it,
 * so that no other process gets it.
 */
export async function closedPort(): Promise<number> {
  const server = createServer((incoming) => void held.push(incoming)).listen(0, "127.0.0.1")
  await once(server, "listening")
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1")
  const accepted = once(server, "connection")
  held.push(socket)
  await Promise.all([accepted, once(socket, "connect")])
  server.close()
  return (socket.address() as AddressInfo).port
}

/** No system gives these to a socket that takes any port: one of them stays free until a command comes to listen on it. */
const ports = { first: 20_000, end: 32_000 } as const

/** A port that a command can listen on. */
export async function freePort(): Promise<number> {
  const port = randomInt(ports.first, ports.end)
  const server = createServer().listen(port, "127.0.0.1")
  try {
    await once(server, "listening")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") return freePort()
    throw error
  }
  server.close()
  await once(server, "close")
  return port
}
