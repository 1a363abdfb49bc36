import { Server, ServerCredentials } from "@grpc/grpc-js"
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb"
import { type Load, Service } from "./server"

/** Bytes of a message: as many as the engine takes. */
const longestMessage = 400 * 1024 * 1024

/** Loaded with the first call that needs it, so that the engine has the port sooner. */
const load: Load = async (tell, engine) => {
  const [{ callsOf }, { Run }] = await Promise.all([import("./calls.js"), import("./run.js")])
  return callsOf(new Run(tell, engine))
}

// The engine's address is the last argument; someone who attaches a debugger starts the plugin without.
const engine = process.argv
  .slice(1)
  .reverse()
  .find((argument) => /^[\w.-]+:\d+$/.test(argument))
const service = new Service(load, engine)
process.on("uncaughtException", (error) => service.fault(error))
process.on("unhandledRejection", (error) => service.fault(error))
// Nobody would write down what is created once the engine has ended.
if (engine) process.stdin.on("end", () => process.exit(0)).resume()

const server = new Server({
  "grpc.max_receive_message_length": longestMessage,
  "grpc.max_send_message_length": longestMessage,
})
server.addService(ResourceProviderService, service.implementation())
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error
  process.stdout.write(`${port}\n`)
})
