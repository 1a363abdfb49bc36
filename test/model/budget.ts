// Read before the tests drop what the shell says of SCALEBOX.

const { SCALEBOX_MODEL_SECONDS, SCALEBOX_MODEL_SEED } = process.env

/** Whether somebody plays by hand, as long as wanted, and wants to know how many sequences there were. */
export const isByHand = Boolean(SCALEBOX_MODEL_SECONDS)
/** How long to look for sequences that break a rule, in seconds. */
export const seconds = Number(SCALEBOX_MODEL_SECONDS || 40)
/** Where to begin: always at the same place, so that a failure of all tests comes of what was changed. */
export const seed = Number(SCALEBOX_MODEL_SEED || 1)
/** So many seeds at most, however fast the machine is. */
export const mostSeeds = isByHand ? Number.POSITIVE_INFINITY : 20
