/**
 * The creates that have begun. Error hooks of a program let the engine call create again with the same inputs after a
 * failure: what the earlier call has created must be gone on with.
 */
export class Attempts {
  private readonly begun = new Map<string, number>()

  /**
   * Notes that a create begins.
   *
   * @param now Milliseconds since 1970.
   * @returns When the first create of this nonce has begun, if this is not the first.
   */
  begin(nonce: string, now: number): number | undefined {
    const earlier = this.begun.get(nonce)
    if (earlier === undefined) this.begun.set(nonce, now)
    return earlier
  }
}
