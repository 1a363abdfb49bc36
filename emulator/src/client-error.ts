import { STATUS_CODES } from "node:http"
import type { Socket } from "node:net"
import { errorBody } from "./errors"
import { newRequestId } from "./secrets"

const statuses: Record<string, { status: number; code: string; message: string }> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: "request_timeout",
    message: "The request did not arrive in time",
  },
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: "headers_too_large",
    message: "Headers are too large: must be shorter than 128 KiB with the path",
  },
}
const noHttp = { status: 400, code: "invalid_request", message: "Invalid request: it is no valid HTTP" }

/** Answers what Node refused before it became a request, in the API's error envelope. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === "ECONNRESET" || socket.destroyed) return
  const { status, code, message } = statuses[error.code ?? ""] ?? noHttp
  const body = JSON.stringify(errorBody(message, code))
  if (socket.writable) {
    socket.end(
      [
        `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
        "content-type: application/json; charset=utf-8",
        `content-length: ${Buffer.byteLength(body)}`,
        `x-request-id: ${newRequestId()}`,
        "connection: close",
        "",
        body,
      ].join("\r\n"),
    )
  } else {
    socket.destroy()
  }
}
