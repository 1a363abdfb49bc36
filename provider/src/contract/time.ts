export const timeOf = (text: unknown): number | undefined => {
  const at = typeof text === "string" ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}
