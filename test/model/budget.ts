/** How long to look for sequences that break a rule, in seconds, and where to begin. Read before the tests drop our settings. */
export const seconds = Number(process.env.SCALEBOX_MODEL_SECONDS || 40)
export const seed = Number(process.env.SCALEBOX_MODEL_SEED || Date.now() % 1_000_000)
