import { scripted } from "../../../support/context"
import { json, notSent, ok, refused } from "../../../support/send"

const listed = (...ids: string[]) => ok({ scalebox_regions: ids.map((id) => ({ id, name: id })) })
const inRegion = (region: unknown) => ({ locality: { region } })

describe("Regions", () => {
  test("are asked for once in a session, however many ask", async () => {
    const { session, calls } = scripted([listed("us-east", "us-west")])
    const ask = (region: string) => session.regions.faults({}, inRegion(region))
    const found = await Promise.all([ask("us-east"), ask("moon"), ask("us-west")])
    expect(found).toEqual([
      [],
      [
        {
          path: ["locality", "region"],
          reason: "must be one of the regions that have room now: us-east, us-west",
        },
      ],
      [],
    ])
    expect(calls()).toHaveLength(1)
  })

  test.each([[{}], [inRegion("")], [inRegion(3)], [{ locality: null }]])(
    "are not asked for where %j names none",
    async (declared) => {
      const { session, calls } = scripted([])
      expect(await session.regions.faults({}, declared)).toEqual([])
      expect(calls()).toEqual([])
    },
  )

  test.each([
    ["nothing listens", Array.from({ length: 20 }, () => notSent())],
    ["the list is refused", [refused(403, "No")]],
    ["the list is empty", [listed()]],
    ["the list is unreadable", Array.from({ length: 20 }, () => json(200, "regions"))],
  ])("let any region pass where %s", async (_, replies) => {
    const { session, clock } = scripted(replies)
    const began = clock.now()
    expect(await session.regions.faults({}, inRegion("moon"))).toEqual([])
    expect(clock.now() - began).toBeLessThanOrEqual(3_000)
  })

  test("show that the key is wrong", async () => {
    const { session } = scripted([refused(401, "Invalid API key")])
    await expect(session.regions.faults({}, inRegion("moon"))).rejects.toThrow(
      /^Cannot see whether the region exists: GET \/v1\/scalebox-regions answered 401: .*Check the API key/,
    )
  })
})
