/** What users are told while an operation goes on; each face decides where that shows. */
export interface Log {
  info(message: string): void
  /** The face says that it is a warning. */
  warn(message: string): void
  /**
   * Shows for a while what is being waited for.
   *
   * @param thing A logical name: the one that the API has may be a secret.
   * @param step What happens to it, such as `deploying`; undefined once it is no longer waited for.
   */
  status(thing: string, step: string | undefined): void
}
