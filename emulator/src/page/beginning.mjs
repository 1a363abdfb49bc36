import { copyButton } from "./copying.mjs"
import { byId, setText } from "./dom.mjs"

/** Says what to type while there is no sandbox. @param {string} url of the emulator */
export function showBeginning(url) {
  const hints = {
    "first-call": `curl -X POST ${url}/v1/sandboxes -H "X-API-Key: anything" -d '{"name": "my-dev"}'`,
    "first-program": `export SCALEBOX_API_URL=${url} SCALEBOX_API_KEY=anything\npulumi up`,
  }
  for (const [id, text] of Object.entries(hints)) {
    const place = byId(id, HTMLElement)
    setText(place, text)
    place.previousElementSibling?.append(copyButton(() => text, "these commands"))
  }
}
