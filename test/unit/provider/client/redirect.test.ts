import { ScaleboxClient } from "../../../../provider/src/client"
import { failureOf } from "../../../support/failures"
import { secretKey } from "../../../support/send"
import { serve } from "../../../support/servers"

describe("A redirect", () => {
  test.each([301, 302, 303, 307, 308])(
    "with %p to another server is named, and not followed",
    async (status) => {
      let visits = 0
      const elsewhere = await serve((_, answer) => {
        visits += 1
        answer.end("{}")
      })
      const target = `http://user:password@127.0.0.1:${elsewhere}/v2/sandboxes?token=${secretKey}#top`
      const port = await serve((_, answer) => {
        answer.writeHead(status, { location: target, "content-type": "text/html" }).end("<h1>Moved</h1>")
      })
      const client = new ScaleboxClient({ apiKey: secretKey, apiUrl: `http://127.0.0.1:${port}` })
      for (const call of [() => client.listSandboxes(), () => client.createSandbox({})]) {
        const failure = await failureOf(call())
        expect(failure.code).toBe("rejected")
        expect(failure.message).toMatch(
          new RegExp(
            `^(GET|POST) /v1/sandboxes answered ${status}, a redirect to http://127\\.0\\.0\\.1:${elsewhere}/v2/sandboxes\\. ` +
              "It was not followed, so that the key goes nowhere else: " +
              "set the API URL \\(scalebox:apiUrl or SCALEBOX_API_URL\\) to where the API is$",
          ),
        )
      }
      expect(visits).toBe(0)
    },
  )

  test("of the API itself is believed", async () => {
    const port = await serve((_, answer) => {
      answer.writeHead(300).end(JSON.stringify({ message: "Choose a version" }))
    })
    const client = new ScaleboxClient({ apiKey: secretKey, apiUrl: `http://127.0.0.1:${port}` })
    const failure = await failureOf(client.listSandboxes())
    expect(failure.facts.message).toBe("GET /v1/sandboxes answered 300: Choose a version")
  })
})
