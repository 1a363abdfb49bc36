import { type ListRequest, ListResponse } from "@pulumi/pulumi/proto/provider_pb"
import { ScaleboxError } from "../../client"
import { type Listed, listed } from "../../resources/listed"
import { kindOf } from "./kinds"
import type { Run } from "./run"

/** Seconds that a listing may take: a service that hides metadata needs a call for each sandbox. */
const listSeconds = 1_800

/** Where the next page begins, and how many more there may be over all pages; undefined for no limit. */
interface Continuation {
  after: string
  left?: number
}

/** All that the account holds of a type, by id. */
export async function list(run: Run, request: ListRequest): Promise<ListResponse[]> {
  const kind = kindOf(request.getToken())
  if (!kind) {
    throw new ScaleboxError({ code: "invalid", message: `scalebox has no resource ${request.getToken()}` })
  }
  const { after, left = Number.POSITIVE_INFINITY } = continuationIn(request.getContinuationToken())
  const most = Math.min(left, request.getLimit() > 0 ? request.getLimit() : Number.POSITIVE_INFINITY)
  const all = await listed(kind, run.context("", { operation: "look", seconds: listSeconds }))
  // What comes or goes between two pages shifts no other.
  const wanted = all
    .filter(({ id }) => id > after)
    .sort((one, other) => (one.id < other.id ? -1 : 1))
    .slice(0, most)
  const page = request.getPageSize() > 0 ? wanted.slice(0, request.getPageSize()) : wanted
  const results = page.map(resultOf)
  const last = page.at(-1)
  if (!last || page.length === wanted.length) return results
  return [...results, continued({ after: last.id, left: most - page.length })]
}

function continuationIn(token: string): Continuation {
  if (token === "") return { after: "" }
  const [, left = "", after = ""] = /^(\d*):(.+)$/s.exec(token) ?? []
  if (after) return { after, ...(left && { left: Number(left) }) }
  throw new ScaleboxError({
    code: "invalid",
    message: "The continuation token of the listing is none of ours",
  })
}

function resultOf({ id, name }: Listed): ListResponse {
  const result = new ListResponse.Result()
  result.setId(id)
  result.setName(name)
  const response = new ListResponse()
  response.setResult(result)
  return response
}

function continued({ after, left }: Required<Continuation>): ListResponse {
  const continuation = new ListResponse.Continuation()
  continuation.setContinuationToken(`${Number.isFinite(left) ? left : ""}:${after}`)
  const response = new ListResponse()
  response.setContinuation(continuation)
  return response
}
