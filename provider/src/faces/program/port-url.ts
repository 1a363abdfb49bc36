/**
 * Where a port of a sandbox is reached; undefined if either is not known. Its type leaves that out, as programs hand it on
 * as a text.
 */
export const urlOf = (port: number | undefined, sandboxDomain: string | undefined): string =>
  (port && sandboxDomain ? `https://${port}-${sandboxDomain}` : undefined) as string
