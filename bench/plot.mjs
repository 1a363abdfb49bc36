/** @typedef {import("./options.mjs").Contestant} Contestant */
/** @typedef {import("./summary.mjs").Size} Size */
/** @typedef {{ name: string, points: [count: number, value: number][] }} Line */

const themes = {
  light: {
    text: "#1f2328",
    muted: "#59636e",
    grid: "#d1d9e0",
    lines: ["#0969da", "#1a7f37", "#bc4c00", "#8250df", "#cf222e"],
  },
  dark: {
    text: "#f0f6fc",
    muted: "#9198a1",
    grid: "#3d444d",
    lines: ["#4493f8", "#3fb950", "#f0883e", "#ab7df8", "#f85149"],
  },
}
/** @type {[Contestant, string][]} */
const shown = [
  ["scalebox", "dynamic"],
  ["native", "plugin, JavaScript"],
  ["yaml", "plugin, YAML"],
  ["pool", "pool"],
  ["naive", "naive"],
]
const panel = { width: 340, height: 200, left: 44, top: 40 }

/** Seconds and calls of an `up` over the number of sandboxes, as SVG. @param {Size[]} sizes @param {"light" | "dark"} theme */
export function plot(sizes, theme) {
  const colours = themes[theme]
  /** @param {(size: Size, contestant: Contestant) => number | undefined} value @returns {Line[]} */
  const lines = (value) =>
    shown.map(([contestant, name]) => ({
      name,
      points: sizes.flatMap((size) => {
        const found = value(size, contestant)
        return found === undefined ? [] : [/** @type {[number, number]} */ ([size.count, found])]
      }),
    }))
  const time = lines((size, contestant) => size.medians[contestant]?.phases.up?.seconds)
  const calls = lines((size, contestant) => size.medians[contestant]?.phases.up?.calls)
  const legend = shown.map(([, name], index) => {
    const x = panel.left + index * 140
    return `<rect x="${x}" y="272" width="12" height="4" fill="${colours.lines[index]}"/><text x="${x + 18}" y="278" fill="${colours.text}">${name}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 780 290" width="780" height="290" font-family="system-ui, sans-serif" font-size="12">
<title>Seconds and calls of an up over the number of sandboxes</title>
${panelOf("seconds of an up", time, 0, colours)}
${panelOf("calls of an up", calls, 390, colours)}
${legend.join("\n")}
</svg>
`
}

/** @param {string} title @param {Line[]} lines @param {number} offset @param {typeof themes.light} colours */
function panelOf(title, lines, offset, colours) {
  const { width, height, left, top } = panel
  const all = lines.flatMap(({ points }) => points)
  const [most, highest] = [0, 1].map((axis) => Math.max(...all.map((point) => point[axis] ?? 0), 1))
  const [x, y] = [
    /** @param {number} count */ (count) => offset + left + ((width - left) * count) / (most ?? 1),
    /** @param {number} value */ (value) => top + (height - (height * value) / (highest ?? 1)),
  ]
  const ticks = [0, 0.5, 1].map((part) => {
    const [value, count] = [(highest ?? 1) * part, Math.round((most ?? 1) * part)]
    const label = (highest ?? 1) < 10 ? value.toFixed(1) : value.toFixed(0)
    return `<line x1="${x(0)}" x2="${x(most ?? 1)}" y1="${y(value)}" y2="${y(value)}" stroke="${colours.grid}"/>
<text x="${x(0) - 6}" y="${y(value) + 4}" text-anchor="end" fill="${colours.muted}">${label}</text>
<text x="${x(count)}" y="${top + height + 18}" text-anchor="middle" fill="${colours.muted}">${count}</text>`
  })
  const drawn = lines.map(({ points }, index) => {
    const path = points.map(([count, value]) => `${x(count).toFixed(1)},${y(value).toFixed(1)}`).join(" ")
    return `<polyline points="${path}" fill="none" stroke="${colours.lines[index]}" stroke-width="2"/>`
  })
  return `<text x="${x(0)}" y="20" fill="${colours.text}" font-weight="600">${title}</text>
${ticks.join("\n")}
${drawn.join("\n")}`
}
