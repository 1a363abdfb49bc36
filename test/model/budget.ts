// Read before the tests drop what the shell says of SCALEBOX.

const { SCALEBOX_MODEL_SECONDS, SCALEBOX_MODEL_SEED } = process.env

/** How long to look for sequences that break a rule, in seconds. */
export const seconds = Number(SCALEBOX_MODEL_SECONDS || 40)
/** Where to begin. */
export const seed = Number(SCALEBOX_MODEL_SEED || Date.now() % 1_000_000)
/** Whether somebody plays by hand, and wants to know how many there were. */
export const isToldWanted = Boolean(SCALEBOX_MODEL_SECONDS)
