import { copyButton, unseen } from "./copying.mjs"
import { make, setAttribute, setText } from "./dom.mjs"
import { duration, memory } from "./format.mjs"
import { metadata, variables } from "./settings.mjs"
import { groupOf } from "./statuses.mjs"

/** @typedef {import("../page-types").PageSandbox} Sandbox */
/** @typedef {import("../page-types").PageAccount} Account */

export const facts = make("dl")
const ports = make("ul", { class: "ports-list" })
const portsNote = make(
  "p",
  { class: "faint note" },
  "The emulator runs nothing: these addresses lead nowhere.",
)
const id = make("code")
const cells = new Map([
  [
    "Id",
    make(
      "dd",
      { class: "with-button" },
      id,
      copyButton(() => id.textContent ?? "", "the id"),
    ),
  ],
  ["Ports", make("dd", {}, ports, portsNote)],
  ["Metadata", metadata],
  ["Variables", variables],
])

/** @type {(port: number) => void} */
let remove = () => {}
/** @param {(port: number) => void} act */
export const onRemovePort = (act) => {
  remove = act
}

/** How long it runs still, and what comes then. @param {Sandbox} sandbox */
function remaining({ status, remainingSeconds, timeout, autoPause }) {
  const end = autoPause ? "pauses" : "ends"
  if (remainingSeconds !== null)
    return `${duration(remainingSeconds)} of ${duration(timeout)}, then it ${end}`
  switch (groupOf(status)) {
    case "starting":
      return `It ${end} ${duration(timeout)} after its start`
    case "paused":
      return `No end while it is paused; it ${end} ${duration(timeout)} after the next start`
    default:
      return "None"
  }
}

/** @param {Account | undefined} account @param {string} id */
function accountOf(account, id) {
  const ahead = account?.aheadSeconds ?? 0
  return `${account ? `${account.label} (${id})` : id}${ahead > 0 ? `, its clock is ${duration(ahead)} ahead` : ""}`
}

/** @param {Sandbox} sandbox @param {Account | undefined} account @param {boolean} canChange */
export function showFacts(sandbox, account, canChange) {
  const { cpuCount, memoryMb, storageGb } = sandbox
  setText(id, sandbox.id)
  showPorts(sandbox, canChange && sandbox.status === "running")
  /** What others may not see. @type {[string][]} */
  const settings = canChange ? [["Metadata"], ["Variables"]] : []
  /** @type {[string, string?][]} */
  const known = [
    ["Id"],
    ["Remaining", remaining(sandbox)],
    ["Ports"],
    ["Template", sandbox.template],
    ["Size", `${cpuCount} CPU, ${memory(memoryMb * 1024 ** 2)} memory, ${storageGb} GB storage`],
    ["Region", sandbox.region],
    ["Project", sandbox.project],
    ["Account", accountOf(account, sandbox.account)],
    ...settings,
    ["Created", new Date(sandbox.createdAt).toLocaleString()],
  ]
  for (const [term, value] of known) {
    const cell = cells.get(term) ?? make("dd")
    cells.set(term, cell)
    if (!cell.isConnected) facts.append(make("dt", {}, term), cell)
    if (value !== undefined) setText(cell, value)
  }
}

/** @param {Sandbox} sandbox @param {boolean} canRemove */
function showPorts({ ports: all, domain }, canRemove) {
  portsNote.hidden = all.length === 0
  const shown = JSON.stringify([all, domain, canRemove])
  if (ports.dataset.shown === shown) return
  setAttribute(ports, "data-shown", shown)
  const items = all.map(({ port, name, protocol, isProtected }) => {
    const url = `https://${port}-${domain}`
    const line = make(
      "div",
      { class: "with-button" },
      make("span", {}, make("b", {}, String(port)), ` ${name} `),
    )
    line.firstElementChild?.append(make("span", { class: "faint" }, protocol))
    line.append(copyButton(() => url, `the address of port ${port}`))
    if (canRemove && !isProtected) {
      const button = make("button", { type: "button", class: "small" }, "Remove", unseen(`port ${port}`))
      button.addEventListener("click", () => remove(port))
      line.append(button)
    }
    const link = make("a", { href: url, title: url, target: "_blank", rel: "noreferrer" }, url)
    return make("li", {}, line, link)
  })
  ports.replaceChildren(...(items.length > 0 ? items : [make("li", {}, "none")]))
}
