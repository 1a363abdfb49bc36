/** The package comes without types. */
declare module "proxy-from-env" {
  /** URL of the proxy that HTTPS_PROXY, HTTP_PROXY and ALL_PROXY name for a URL, unless NO_PROXY excludes it; else an empty text. */
  export function getProxyForUrl(url: string): string
}
