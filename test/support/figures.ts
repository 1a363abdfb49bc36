/** Prints what a test has measured, if somebody wants to know. */
export function showFigures(figures: Record<string, number>): void {
  if (process.env.SCALEBOX_FIGURES) process.stdout.write(`figures ${JSON.stringify(figures)}\n`)
}
