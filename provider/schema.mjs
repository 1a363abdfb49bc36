/** @typedef {{ version: string, repository?: { url: string } }} Manifest */

/** @param {string | undefined} url */
const withoutGit = (url) => url?.replace(/^git\+|\.git$/g, "")

/**
 * Where the package comes from, if that is known: plugins are downloaded from the releases of that repository, and the
 * import path of the Go SDK follows from it.
 * @param {string | undefined} repository such as https://github.com/owner/name
 */
export function origin(repository) {
  const [, path] = /^https:\/\/github\.com\/(.+)$/.exec(repository ?? "") ?? []
  return path ? { repository, pluginDownloadURL: `github://api.github.com/${path}` } : {}
}

/** The repository that a manifest names. @param {Pick<Manifest, "repository">} manifest */
export const repositoryOf = ({ repository }) => withoutGit(repository?.url)

/**
 * The schema as the plugin answers it. A release is built by a workflow, which knows the repository that it runs in.
 * @param {object} schema @param {Manifest} manifest @param {NodeJS.ProcessEnv} env
 */
export function completed(schema, manifest, { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: name }) {
  const repository = repositoryOf(manifest) ?? (server && name ? `${server}/${name}` : undefined)
  return { ...schema, ...origin(repository), version: manifest.version }
}
