import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { root } from "../tools/folders.mjs"
import { plot } from "./plot.mjs"

/** @typedef {import("./options.mjs").Contestant} Contestant */
/** @typedef {import("./options.mjs").Phase} Phase */
/** @typedef {import("./summary.mjs").Report} Report */
/** @typedef {import("./summary.mjs").Size} Size */

/** @param {Size} size @param {Contestant} contestant @param {Phase} phase */
const figures = ({ medians }, contestant, phase) => medians[contestant]?.phases[phase]

/** @param {Size} size @param {Contestant} contestant @param {Phase} phase */
const seconds = (size, contestant, phase) =>
  `${figures(size, contestant, phase)?.seconds.toFixed(1) ?? "?"} s`

/** @param {Size} size @param {Contestant} contestant @param {Phase} phase */
const calls = (size, contestant, phase) => `${figures(size, contestant, phase)?.calls.toFixed(0) ?? "?"}`

/** The page for users: what the figures say, a plot, and which way is right when. @param {Report} report that compares all */
export function writeSummary({ date, machine, versions, sizes }) {
  const [small, ...larger] = [...sizes].sort((a, b) => a.count - b.count)
  const large = larger.at(-1) ?? small
  if (!small || !large) return
  for (const theme of /** @type {const} */ (["light", "dark"])) {
    writeFileSync(join(root, "docs", "images", `performance-${theme}.svg`), plot(sizes, theme))
  }
  const text = `# Performance

- \`pulumi up\` of ${large.count} sandboxes takes ${seconds(large, "scalebox", "up")}, a naive dynamic provider ${seconds(large, "naive", "up")}. Most of it is Pulumi's own time.
- A refresh of ${large.count} takes ${calls(large, "scalebox", "refresh")} calls instead of ${calls(large, "naive", "refresh")}: sandboxes are looked at together.
- With [the plugin](plugin.md) a preview of ${small.count} takes ${seconds(small, "yaml", "preview")} in YAML and ${seconds(small, "native", "preview")} in JavaScript, without it ${seconds(small, "scalebox", "preview")}.
- For hundreds of equal sandboxes use a [SandboxPool](sandbox-pool.md): an \`up\` of ${large.count} takes ${seconds(large, "pool", "up")}.

<picture>
  <source media="(prefers-color-scheme: dark)" srcset="images/performance-dark.svg">
  <img src="images/performance-light.svg" alt="Seconds and calls of a pulumi up over the number of sandboxes">
</picture>

## Which one to choose

| | a preview of ${small.count} | an \`up\` of ${large.count} | choose it if |
| --- | ---: | ---: | --- |
| dynamic | ${seconds(small, "scalebox", "preview")} | ${seconds(large, "scalebox", "up")} | the program is TypeScript or JavaScript and you want to install nothing beside it |
| plugin, JavaScript | ${seconds(small, "native", "preview")} | ${seconds(large, "native", "up")} | you want \`pulumi import\`, exact previews or a quick Ctrl-C |
| plugin, YAML | ${seconds(small, "yaml", "preview")} | ${seconds(large, "yaml", "up")} | the program is simple, or written in another language than JavaScript |
| pool | ${seconds(small, "pool", "preview")} | ${seconds(large, "pool", "up")} | many sandboxes are alike |

Measured on ${date}: ${machine}. ${versions}. The emulator answered after 5 ms and booted at once, so what is left is the time
of Pulumi and of the provider. The benchmark is in \`bench/\`, with all tables in \`bench/RESULTS.md\`.
`
  writeFileSync(join(root, "docs", "performance.md"), text)
}
