import { readFileSync } from "node:fs"
import { createServer, type IncomingMessage, type RequestListener, request, type Server } from "node:http"
import { createServer as createTlsServer } from "node:https"
import { type AddressInfo, connect, type Socket } from "node:net"
import { join } from "node:path"

const certificates = join(__dirname, "..", "fixtures", "tls")
/** Signed by itself; valid for api.test, localhost and 127.0.0.1. */
export const certificateFile = join(certificates, "certificate.pem")

const ends: (() => void)[] = []

afterAll(() => {
  for (const end of ends) end()
})

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on("connection", (socket: Socket) => {
    sockets.add(socket)
    // A client that refuses the certificate breaks the connection off.
    socket.on("error", () => socket.destroy()).on("close", () => sockets.delete(socket))
  })
  ends.push(() => {
    server.close()
    for (const socket of sockets) socket.destroy()
  })
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening))
  return (server.address() as AddressInfo).port
}

/** Serves until the end of the test file; answers the port on 127.0.0.1. */
export const serve = (listener: RequestListener): Promise<number> => listen(createServer(listener))

/** The same over TLS, with the certificate that nobody trusts. */
export const serveTls = (listener: RequestListener): Promise<number> =>
  listen(
    createTlsServer(
      { cert: readFileSync(certificateFile), key: readFileSync(join(certificates, "key.pem")) },
      listener,
    ),
  )

/** Passes every request on to a server on 127.0.0.1. */
export const forwardTo =
  (port: number): RequestListener =>
  (incoming, answer) => {
    const { method, url, headers } = incoming
    const { pathname, search } = new URL(url ?? "/", "http://any")
    const onward = request(
      { host: "127.0.0.1", port, method, path: pathname + search, headers },
      (response) => {
        answer.writeHead(response.statusCode ?? 502, response.headers)
        response.pipe(answer)
      },
    )
    onward.on("error", () => answer.destroy())
    incoming.pipe(onward)
  }

/** What a proxy saw. */
export interface ProxyLog {
  /** `CONNECT api.test:443`, or method and full URL if it forwards. */
  asked: string[]
  /** User and password that it was given, as `user:password`. */
  credentials: string[]
  /** Everything that went through its tunnels towards the server. */
  tunnelled: string
}

/** A proxy that opens no tunnel, and says so in HTML; answers its port. */
export const serveClosedProxy = (status: number): Promise<number> => {
  const server = createServer()
  server.on("connect", (_, client: Socket) => {
    client.on("error", () => client.destroy())
    client.end(`HTTP/1.1 ${status} No\r\nContent-Type: text/html\r\n\r\n<h1>Not from here</h1>`)
  })
  return listen(server)
}

/** A proxy that leads every name to one port on 127.0.0.1. */
export async function serveProxy(target: number): Promise<{ port: number; log: ProxyLog }> {
  const log: ProxyLog = { asked: [], credentials: [], tunnelled: "" }
  const forward = forwardTo(target)
  const note = ({ method, url, headers }: IncomingMessage) => {
    log.asked.push(`${method} ${url}`)
    const [, encoded = ""] = String(headers["proxy-authorization"] ?? "").split("Basic ")
    log.credentials.push(Buffer.from(encoded, "base64").toString())
  }
  const server = createServer((incoming, answer) => {
    note(incoming)
    forward(incoming, answer)
  })
  server.on("connect", (incoming, client: Socket) => {
    note(incoming)
    const onward = connect(target, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\n\r\n")
      client.on("data", (chunk: Buffer) => {
        log.tunnelled += chunk.toString("latin1")
      })
      client.pipe(onward).pipe(client)
    })
    onward.on("error", () => client.destroy())
    client.on("error", () => onward.destroy())
  })
  return { port: await listen(server), log }
}
