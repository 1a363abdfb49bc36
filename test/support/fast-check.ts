import fc from "fast-check"

// The same examples in each run, so that a failure comes of what was changed; FAST_CHECK_SEED tries others.
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED || 1) })

export default fc
