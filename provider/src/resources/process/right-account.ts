const reads = { open: 0, known: 0, missing: 0 }
let warned = false

/**
 * Counts reads of sandboxes that should still live. When none of them is known to the account, the key is more likely
 * the wrong one than all sandboxes deleted: that is asked once, before the engine drops them from the state.
 */
export async function asRightAccount<T>(
  shouldLive: boolean,
  read: () => Promise<T | undefined>,
): Promise<T | undefined> {
  reads.open += 1
  try {
    const found = await read()
    if (found !== undefined) reads.known += 1
    else if (shouldLive) reads.missing += 1
    return found
  } finally {
    reads.open -= 1
    if (reads.open === 0 && reads.known === 0 && reads.missing > 0 && !warned) {
      warned = true
      const these = reads.missing === 1 ? "The sandbox" : `All ${reads.missing} sandboxes`
      console.log(
        `Warning: ${these} of this stack that should still live cannot be found in this account. ` +
          "If nobody deleted them, the API key belongs to another account: check it before you run `pulumi up`",
      )
    }
  }
}
