import { make, setText } from "./dom.mjs"

const shownMs = 1500

/** What follows is clear to see, but not to hear. @param {string} text */
export const unseen = (text) => make("span", { class: "unseen" }, ` ${text}`)

/** A button that copies a text. @param {() => string} text @param {string} what it copies, for screen readers */
export function copyButton(text, what) {
  const verb = make("span", {}, "Copy")
  const button = make("button", { type: "button", class: "small" }, verb, unseen(what))
  button.addEventListener("click", () => {
    const say = (/** @type {string} */ result) => {
      setText(verb, result)
      setTimeout(() => setText(verb, "Copy"), shownMs)
    }
    navigator.clipboard.writeText(text()).then(
      () => say("Copied"),
      () => say("Failed"),
    )
  })
  return button
}
