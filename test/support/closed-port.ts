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

/** A port of the system's choice that a command can listen on, soon. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1")
  await once(server, "listening")
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, "close")
  return port
}
