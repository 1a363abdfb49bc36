import { createHash, randomBytes } from "node:crypto"
import type { SandboxRecord } from "./shapes"

/** API keys are never kept: an account is known by this. */
export const accountIdOf = (apiKey: string) =>
  createHash("sha256").update(`scalebox-emulator:${apiKey}`).digest("hex").slice(0, 32)

export const newSandboxId = () => `sbx-${randomBytes(8).toString("hex")}`
export const newTemplateId = () => `tpl-${randomBytes(8).toString("hex")}`
export const newSandboxName = () => `sandbox-${randomBytes(3).toString("hex")}`
export const newRequestId = () => `req-${randomBytes(8).toString("hex")}`
export const newAccessToken = () => `envd-${randomBytes(24).toString("hex")}`

/** No country, no proxy. */
export function newNetworkProxy(country: string | null): SandboxRecord["networkProxy"] {
  if (country === null) return null
  const proxyConfigs = {
    host: `${country}.proxy.scalebox.local`,
    port: 8080,
    username: `user-${randomBytes(4).toString("hex")}`,
    password: randomBytes(16).toString("hex"),
  }
  const { host, port, username, password } = proxyConfigs
  return { proxyUrl: `http://${username}:${password}@${host}:${port}`, proxyConfigs }
}

export const newTurnSecret = () => randomBytes(20).toString("base64")
