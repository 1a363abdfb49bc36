import { basename } from "node:path"
import { run, runNode } from "./run.mjs"

/** Runs the npm that started us, else the one on PATH. @param {string[]} args */
export function npm(args) {
  const own = process.env.npm_execpath
  // Another package manager names itself there too, but does not understand our lock file.
  return own && basename(own) === "npm-cli.js" ? runNode([own, ...args]) : run("npm", args)
}
