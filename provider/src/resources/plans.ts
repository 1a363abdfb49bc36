/** What this run is to do with things that others work on as well, as far as checks and diffs have shown it. */
export class Plans {
  /** Ids of sandboxes that a SandboxPowerState is to resume, until it has. */
  readonly resuming = new Set<string>()
  /** Ids of sandboxes that are replaced. */
  readonly replacing = new Set<string>()
  /** Ids of ports that are in the state, until they are closed. */
  readonly ports = new Set<string>()
  /** Ids of ports that were opened while the state still held them: what is deleted of them is the old half of a replacement. */
  readonly reopened = new Set<string>()
  /** Owners of templates that are in the state. */
  readonly templates = new Set<string>()
  /** Declarations of which it was said why they are replaced. */
  readonly explained = new Set<string>()
}
