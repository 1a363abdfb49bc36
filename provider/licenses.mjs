import { readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"

/**
 * Writes the licenses of the packages that are in a bundle: they may be passed on with these only.
 * @param {string[]} inputs files of the bundle, as esbuild names them
 * @param {string} folder that they are relative to
 * @param {string} file
 */
export function writeLicenses(inputs, folder, file) {
  const packages = inputs.map((input) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input)?.[0])
  const texts = [...new Set(packages)].sort().flatMap((path) => (path ? [licenseIn(join(folder, path))] : []))
  writeFileSync(file, texts.join(`\n${"-".repeat(80)}\n\n`))
}

/** @param {string} path of a package */
function licenseIn(path) {
  const { name, version, license } = JSON.parse(readFileSync(join(path, "package.json"), "utf8"))
  const files = readdirSync(path).filter((entry) => /^(licen[cs]e|copying|notice)/i.test(entry))
  const texts = files.map((entry) => readFileSync(join(path, entry), "utf8").trim())
  return `${[`${name} ${version}: ${license}`, ...texts].join("\n\n")}\n`
}
