import { ask } from "./dialog.mjs"
import { duration } from "./format.mjs"

/** @typedef {import("../page-types").PageSandbox} Sandbox */
/** @typedef {import("../page-types").PageAccount} Account */
/** @typedef {(account: string, method: string, path: string, body?: object) => Promise<void>} Send */
/** @typedef {{ name: string, isDanger?: true, fits: (status: string) => boolean, act: (sandbox: Sandbox) => void | Promise<void> }} Action */

/** @param {...string} statuses */
const when =
  (...statuses) =>
  (/** @type {string} */ status) =>
    statuses.includes(status)
const notWhen =
  (/** @type {string[]} */ ...statuses) =>
  (/** @type {string} */ status) =>
    !statuses.includes(status)

/** @param {Sandbox} sandbox */
const pathOf = ({ id }) => `/v1/sandboxes/${encodeURIComponent(id)}`
const whole = { type: "number", min: "1", step: "1", required: "" }

/**
 * What can be done with a sandbox, in the order in which the details and the menus offer it.
 * @param {Send} send @param {(id: string) => Account | undefined} accountOf @returns {Action[]}
 */
export const actionsBy = (send, accountOf) => [
  {
    name: "Pause",
    fits: when("running"),
    act: (sandbox) => send(sandbox.account, "POST", `${pathOf(sandbox)}/pause`, { is_async: true }),
  },
  {
    name: "Resume",
    fits: when("paused"),
    act: (sandbox) => send(sandbox.account, "POST", `${pathOf(sandbox)}/resume`, { is_async: true }),
  },
  {
    name: "Extend…",
    fits: notWhen("terminating", "terminated", "failed"),
    act: (sandbox) =>
      ask({
        title: `Extend ${sandbox.name}`,
        note: `Its timeout is ${sandbox.timeout} seconds, ${duration(sandbox.timeout)}.`,
        verb: "Extend",
        fields: [
          {
            name: "timeout",
            label: "New timeout in seconds",
            value: String(sandbox.timeout * 2),
            attributes: whole,
          },
        ],
        send: ({ timeout }) => send(sandbox.account, "PUT", pathOf(sandbox), { timeout: Number(timeout) }),
      }),
  },
  {
    name: "Add port…",
    fits: when("running"),
    act: (sandbox) =>
      ask({
        title: `Add a port to ${sandbox.name}`,
        verb: "Add",
        fields: [
          { name: "port", label: "Port", value: "8080", attributes: whole },
          { name: "name", label: "Name", value: "web", attributes: { required: "" } },
        ],
        send: ({ port, name }) =>
          send(sandbox.account, "POST", `${pathOf(sandbox)}/ports`, { port: Number(port), name }),
      }),
  },
  {
    name: "Let time pass…",
    fits: () => true,
    act: (sandbox) =>
      ask({
        title: "Let time pass",
        note: `For all sandboxes of ${accountOf(sandbox.account)?.label}: what is due meanwhile happens at once.`,
        verb: "Let it pass",
        fields: [
          {
            name: "minutes",
            label: "Minutes",
            value: String(Math.ceil(((sandbox.remainingSeconds ?? 3600) + 1) / 60)),
            attributes: whole,
          },
        ],
        send: ({ minutes }) => send(sandbox.account, "POST", "/time", { seconds: Number(minutes) * 60 }),
      }),
  },
  {
    name: "Fail…",
    fits: notWhen("terminated", "failed"),
    act: (sandbox) =>
      ask({
        title: `Let ${sandbox.name} fail`,
        verb: "Fail",
        fields: [{ name: "reason", label: "Reason", value: "Node lost", attributes: { required: "" } }],
        send: ({ reason }) => send(sandbox.account, "POST", `${pathOf(sandbox)}/fail`, { reason }),
      }),
  },
  {
    name: "Terminate",
    fits: notWhen("terminating", "terminated"),
    act: (sandbox) => send(sandbox.account, "POST", `${pathOf(sandbox)}/terminate`),
  },
  {
    name: "Delete",
    isDanger: true,
    fits: notWhen("pausing", "resuming", "terminating"),
    act: (sandbox) => send(sandbox.account, "DELETE", pathOf(sandbox)),
  },
]

/** @param {Send} send @param {Sandbox} sandbox @param {number} port */
export const removePort = (send, sandbox, port) =>
  send(sandbox.account, "DELETE", `${pathOf(sandbox)}/ports/${port}`)

/** @param {Account} account @returns {[string, string]} */
const choiceOf = ({ id, label }) => [id, `${label} (${id})`]

/** @param {Send} send @param {Account[]} accounts the usual one first */
export function askForSandbox(send, accounts) {
  const [first] = accounts
  if (!first) return
  ask({
    title: "New sandbox",
    verb: "Create",
    fields: [
      { name: "name", label: "Name", value: "my-dev", attributes: { required: "" } },
      { name: "template", label: "Template", value: "base", hints: first.templates },
      { name: "timeout", label: "Timeout in seconds", value: "3600", attributes: whole },
      { name: "end", label: "Then it", value: "ends", choices: [["ends"], ["pauses"]] },
      { name: "account", label: "Account", value: first.id, choices: accounts.map(choiceOf) },
    ],
    send: ({ name, template, timeout, end, account = first.id }) =>
      send(account, "POST", "/v1/sandboxes", {
        ...{ name, template, timeout: Number(timeout), auto_pause: end === "pauses", is_async: true },
      }),
  })
}
