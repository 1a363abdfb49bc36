import { setAttribute } from "./dom.mjs"

/** @typedef {import("./actions.mjs").Action} Action */

/**
 * One control for each action. What a status does not allow stays where it is and does nothing, so that no other control
 * comes under the pointer meanwhile.
 * @param {Action[]} actions @param {(action: Action) => HTMLElement} make @param {(action: Action) => void} press
 */
export function controlsFor(actions, make, press) {
  const controls = actions.map((action) => ({ action, control: make(action) }))
  for (const { action, control } of controls) {
    control.addEventListener("click", () => {
      if (control.getAttribute("aria-disabled") !== "true") press(action)
    })
  }
  return {
    elements: controls.map(({ control }) => control),
    /** @param {string} status of the sandbox that they are for */
    fit(status) {
      for (const { action, control } of controls)
        setAttribute(control, "aria-disabled", String(!action.fits(status)))
    },
  }
}
