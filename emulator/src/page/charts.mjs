import uPlot from "uplot"
import { make, setText } from "./dom.mjs"
import { clockTime } from "./format.mjs"

/** @typedef {{ figure: HTMLElement, show: (times: number[], values: number[], largest: number) => void, dispose: () => void }} Chart */

const height = 120
const windowSeconds = 300
const darkness = matchMedia("(prefers-color-scheme: dark)")

/** @param {string} name of a CSS variable */
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()

/**
 * A chart of the last five minutes with its latest value as text, which is what a screen reader says.
 * @param {string} title @param {string} tint name of a CSS variable @param {(value: number) => string} format @returns {Chart}
 */
export function chart(title, tint, format) {
  const latest = make("output", {})
  const canvas = make("div", {
    class: "plot",
    role: "img",
    "aria-label": `${title} over the last five minutes`,
  })
  const figure = make("figure", {}, make("figcaption", {}, make("span", {}, title), latest), canvas)
  /** @type {uPlot | undefined} */
  let plot
  /** @type {[number[], number[], number]} */
  let data = [[], [], 1]

  const draw = () => {
    plot?.destroy()
    plot = new uPlot(
      optionsFor(canvas.clientWidth, tint, format, () => data[2]),
      [data[0], data[1]],
      canvas,
    )
  }
  const sizes = new ResizeObserver(() => plot?.setSize({ width: canvas.clientWidth, height }))
  sizes.observe(canvas)
  darkness.addEventListener("change", draw)

  return {
    figure,
    show(times, values, largest) {
      data = [times, values, largest]
      const value = values.at(-1)
      setText(latest, value === undefined ? "" : format(value))
      if (plot) plot.setData([times, values])
      else draw()
    },
    dispose() {
      darkness.removeEventListener("change", draw)
      sizes.disconnect()
      plot?.destroy()
    },
  }
}

/**
 * @param {number} width @param {string} tint @param {(value: number) => string} format @param {() => number} largest
 * @returns {uPlot.Options}
 */
function optionsFor(width, tint, format, largest) {
  const grid = { stroke: color("--line"), width: 1 }
  const axis = { stroke: color("--faint"), grid, ticks: { show: false }, font: "11px system-ui, sans-serif" }
  return {
    width,
    height,
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      x: { range: (_, __, last) => [last - windowSeconds, last] },
      y: { range: () => [0, largest()] },
    },
    axes: [
      {
        ...axis,
        size: 24,
        space: 46,
        incrs: [60, 120],
        values: (_, times) => times.map((time) => clockTime(time * 1000).slice(0, 5)),
      },
      {
        ...axis,
        size: 58,
        splits: () => [0, largest() / 2, largest()],
        values: (_, values) => values.map(format),
      },
    ],
    series: [{}, { stroke: color(tint), fill: color(`${tint}-fill`), width: 2, points: { show: false } }],
  }
}
