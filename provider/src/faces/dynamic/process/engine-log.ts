import { createRequire } from "node:module"
import { join } from "node:path"
import type { Address } from "../../engine"
import { type Line, type Protocol, toEngine } from "../../tell"

/** What the engine shows of this process. Nothing that goes wrong with it may fail a deployment. */
export class EngineLog {
  private readonly warnings = new Set<Promise<void>>()
  private engine: Promise<(line: Line) => Promise<void>> | undefined

  /** @param address Where the engine listens; undefined outside of one. */
  constructor(private readonly address: Address | undefined) {}

  /** The engine shows what is printed as messages of the stack. */
  info(message: string): void {
    console.log(message)
  }

  /** Shows a warning at the stack; without an engine it is printed. */
  warn(message: string): void {
    const shown = this.tell({ message, severity: "warning" })
      .catch(() => console.log(`Warning: ${message}`))
      .finally(() => this.warnings.delete(shown))
    this.warnings.add(shown)
  }

  /** Shows a line at the stack until the next one. */
  status(message: string): void {
    void this.tell({ message, isEphemeral: true }).catch(() => undefined)
  }

  /** Resolves once the engine has all warnings: it may end this process as soon as it has the last answer. */
  async delivered(): Promise<void> {
    await Promise.all(this.warnings)
  }

  private async tell(line: Line): Promise<void> {
    this.engine ??= connected(this.address)
    return (await this.engine)(line)
  }
}

/** The engine's shim was started in this folder, has loaded what speaks to the engine, and got its address. */
async function connected(address: Address | undefined): Promise<(line: Line) => Promise<void>> {
  if (!address) throw new Error("There is no engine")
  const ofProgram = createRequire(join(process.cwd(), "Pulumi.yaml"))
  const ofShim = createRequire(ofProgram.resolve("@pulumi/pulumi/proto/engine_grpc_pb"))
  const protocol: Protocol = {
    ...ofShim("@grpc/grpc-js").credentials,
    ...ofShim("./engine_grpc_pb"),
    ...ofShim("./engine_pb"),
  }
  return toEngine(protocol, `${address.host}:${address.port}`)
}
