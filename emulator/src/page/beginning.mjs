import { copyButton } from "./copying.mjs"
import { byId, setText } from "./dom.mjs"

const places = {
  call: byId("first-call", HTMLElement),
  program: byId("first-program", HTMLElement),
}
for (const place of Object.values(places))
  place.previousElementSibling?.append(copyButton(() => place.textContent ?? "", "these commands"))

/** Says what to type while there is no sandbox. @param {string} url of the emulator @param {boolean} takesAnyKey */
export function showBeginning(url, takesAnyKey) {
  const key = takesAnyKey ? "anything" : "your-key"
  setText(places.call, `curl -X POST ${url}/v1/sandboxes -H "X-API-Key: ${key}" -d '{"name": "my-dev"}'`)
  setText(places.program, `export SCALEBOX_API_URL=${url} SCALEBOX_API_KEY=${key}\npulumi up`)
}
