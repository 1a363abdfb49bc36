import { ScaleboxClient } from "../../../../provider/src/client"
import { failureOf } from "../../../support/failures"
import { secretKey } from "../../../support/send"
import { serveTls } from "../../../support/servers"

describe("A certificate that nobody vouches for", () => {
  afterEach(() => {
    delete process.env.NODE_TLS_REJECT_UNAUTHORIZED
  })

  test.each([undefined, "0"])(
    "ends the call before anything is sent, with NODE_TLS_REJECT_UNAUTHORIZED %s",
    async (value) => {
      if (value !== undefined) process.env.NODE_TLS_REJECT_UNAUTHORIZED = value
      let requests = 0
      const port = await serveTls((_, answer) => {
        requests += 1
        answer.end("{}")
      })
      const retrying = jest.fn()
      const log = { debug: () => undefined, retrying }
      const client = new ScaleboxClient({ apiKey: secretKey, apiUrl: `https://127.0.0.1:${port}` }, { log })
      const failure = await failureOf(client.getSandbox("sbx-1"))
      expect(failure.code).toBe("connection")
      expect(failure.message).toBe(
        `GET /v1/sandboxes/sbx-1 got no answer from https://127.0.0.1:${port}: its certificate is not trusted, ` +
          "self-signed certificate (DEPTH_ZERO_SELF_SIGNED_CERT). " +
          "Check that the API URL (scalebox:apiUrl or SCALEBOX_API_URL) is right; if a private authority signs " +
          "certificates, name the file with its own certificate in NODE_EXTRA_CA_CERTS",
      )
      expect(failure.facts.lost).toBe(false)
      expect(requests).toBe(0)
      // Another try would end in the same way: the first one is the last.
      expect(retrying).not.toHaveBeenCalled()
    },
  )
})
