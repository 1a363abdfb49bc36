import type { ScaleboxClient } from "../../../../provider/src/client/client"
import { Watch } from "../../../../provider/src/client/watch"
import type { SandboxDetails } from "../../../../provider/src/contract"
import { accountOf, idOf, range, type World } from "../../../support/account"

/** The ways to look at sandboxes. */
function lookerAt(client: ScaleboxClient, deadline: number) {
  const watch = new Watch(client)
  const done = ({ status }: SandboxDetails) => status === "running"
  return {
    read: (index: number): Promise<unknown> => watch.read(idOf(index), { deadline }),
    update: (index: number) => watch.readNow(idOf(index), { deadline }),
    wait: (index: number) => watch.waitFor(idOf(index), { deadline, done }),
    ending: (index: number) => watch.waitFor(idOf(index), { deadline, done: () => false, ending: true }),
    find: async (index: number) =>
      (
        await watch.find((metadata) => metadata?.mark === String(index), client.clock.now() - 120_000, {
          deadline,
        })
      )[0],
  }
}

type Kind = keyof ReturnType<typeof lookerAt>

/** Which are looked for, and how they arrive: so many at once, the first ones and then each next so many ms apart. */
interface Row extends World {
  kind: Kind
  wanted: number[]
  width?: number
  apartMs?: number
  nextMs?: number
}

async function play({ kind, wanted, width = wanted.length, apartMs = 0, nextMs = 5, ...world }: Row) {
  const account = accountOf(world)
  const looker = lookerAt(account.client, account.deadline)
  const queue = [...wanted]
  const answers = new Map<number, unknown>()
  let ended = 0
  const worker = async (at: number) => {
    if (apartMs > 0) await account.clock.sleep(at * apartMs)
    for (let index = queue.shift(); index !== undefined; index = queue.shift()) {
      answers.set(index, await looker[kind](index))
      ended = account.clock.now() - account.began
      await account.clock.sleep(nextMs)
    }
  }
  await Promise.all(range(0, width).map(worker))
  return { answers, calls: account.calls.length, ms: ended }
}

const booting =
  (ms: number, eachMs = 0) =>
  (index: number, time: number) =>
    time < ms + index * eachMs ? "starting" : "running"
const gone = (from: number) => (index: number) => (index < from ? "running" : undefined)
/** Terminating for a while, then gone. */
const going = (from: number, ms: number) => (index: number, time: number) =>
  index < from ? "running" : time < ms ? "terminating" : undefined

const rows: [string, Row][] = [
  ["1 read", { size: 500, kind: "read", wanted: [0] }],
  ["5 reads", { size: 500, kind: "read", wanted: range(0, 5) }],
  ["8 reads", { size: 500, kind: "read", wanted: range(0, 8) }],
  ["8 reads, slow", { size: 500, kind: "read", wanted: range(0, 8), latencyMs: 100 }],
  ...[8, 16, 500].flatMap((width) =>
    [5, 40].map((nextMs): [string, Row] => [
      `500 reads of 500, ${width} wide, ${nextMs} ms`,
      { size: 500, kind: "read", wanted: range(0, 500), width, nextMs },
    ]),
  ),
  [
    "500 reads of 500, 8 wide, slow calls",
    { size: 500, kind: "read", wanted: range(0, 500), width: 8, latencyMs: 50 },
  ],
  [
    "500 reads of 500 by an engine that hands one over each 12 ms",
    {
      size: 500,
      kind: "read",
      wanted: range(0, 500),
      width: 500,
      apartMs: 12,
      nextMs: 10_000,
      latencyMs: 20,
    },
  ],
  [
    "500 reads of 500, one after the other",
    { size: 500, kind: "read", wanted: range(0, 500), width: 1, latencyMs: 20 },
  ],
  [
    "5,000 reads of 5,000, 16 wide, slow calls",
    { size: 5_000, kind: "read", wanted: range(0, 5_000), width: 16, latencyMs: 300 },
  ],
  ["10 reads of 10,000, 8 wide", { size: 10_000, kind: "read", wanted: range(0, 10), width: 8 }],
  ["10 reads of 10,000 at once", { size: 10_000, kind: "read", wanted: range(0, 10) }],
  ["60 reads of 10,000, 8 wide", { size: 10_000, kind: "read", wanted: range(0, 60), width: 8 }],
  [
    "60 reads of 10,000 at once, oldest first",
    { size: 10_000, kind: "read", wanted: range(0, 60), first: "oldest" },
  ],
  ["500 reads of 10,000, 16 wide", { size: 10_000, kind: "read", wanted: range(0, 500), width: 16 }],
  ["2,000 reads at once", { size: 2_000, kind: "read", wanted: range(0, 2_000) }],
  ["60 reads of what is gone, 8 wide", { size: 200, kind: "read", wanted: range(200, 260), width: 8 }],
  ["500 reads for 3 minutes", { size: 500, kind: "read", wanted: range(0, 500), width: 8, nextMs: 3_000 }],
  ["2 updates", { size: 500, kind: "update", wanted: range(0, 2) }],
  ["8 updates", { size: 90, kind: "update", wanted: range(0, 8) }],
  ["300 updates of the old of 2,000", { size: 2_000, kind: "update", wanted: range(0, 300) }],
  ["5,000 updates at once", { size: 5_000, kind: "update", wanted: range(0, 5_000) }],
  ["boot 0", { size: 200, kind: "wait", wanted: range(100, 200) }],
  ["one that boots 3 s", { size: 200, kind: "wait", wanted: [199], statusAt: booting(3_000) }],
  ["5 that boot 3 s", { size: 200, kind: "wait", wanted: range(195, 200), statusAt: booting(3_000) }],
  [
    "5 that boot 3 s, slow calls",
    {
      size: 200,
      kind: "wait",
      wanted: range(195, 200),
      statusAt: booting(3_000),
      latencyMs: 50,
    },
  ],
  ["200 that boot 3 s", { size: 200, kind: "wait", wanted: range(0, 200), statusAt: booting(3_000, 1) }],
  [
    "200 that boot 3 s and are created 10 ms apart",
    {
      size: 200,
      kind: "wait",
      wanted: range(0, 200),
      apartMs: 10,
      statusAt: booting(3_000, 10),
      madeAt: (index) => index * 10,
    },
  ],
  [
    "200 new ones of 10,000 that boot 3 s",
    { size: 10_000, kind: "wait", wanted: range(9_800, 10_000), statusAt: booting(3_000) },
  ],
  [
    "100 that boot 100 ms, 16 wide",
    { size: 100, kind: "wait", wanted: range(0, 100), width: 16, statusAt: booting(100) },
  ],
  ...[20, 220, 1_000, 2_000].flatMap((left) =>
    [60, 200].flatMap((count): [string, Row][] => [
      [
        `${count} endings, ${left} left`,
        {
          size: left + count,
          kind: "ending",
          wanted: range(left, left + count),
          statusAt: gone(left),
        },
      ],
      [
        `${count} endings that take 2 s, ${left} left`,
        {
          size: left + count,
          kind: "ending",
          wanted: range(left, left + count),
          statusAt: going(left, 2_000),
        },
      ],
    ]),
  ),
  ["5 endings", { size: 30, kind: "ending", wanted: range(25, 30), statusAt: gone(25) }],
  [
    "60 endings handed over one by one, each 5 ms",
    {
      size: 100,
      kind: "ending",
      wanted: range(40, 100),
      apartMs: 5,
      nextMs: 10_000,
      statusAt: gone(40),
    },
  ],
  [
    "200 endings while one goes after the first page",
    {
      size: 800,
      kind: "ending",
      wanted: range(0, 200),
      statusAt: (index) => (index < 200 ? undefined : "running"),
      shift: { by: 1, times: 1 },
    },
  ],
  [
    "200 endings while 5 come after each page",
    {
      size: 800,
      kind: "ending",
      wanted: range(0, 200),
      statusAt: (index) => (index < 200 ? undefined : "running"),
      shift: { by: -5, times: 1_000 },
    },
  ],
  [
    "200 lost creates",
    {
      size: 5_000,
      kind: "find",
      wanted: range(4_800, 5_000),
      madeAt: (index) => (index < 4_800 ? -600_000 : index - 5_000),
    },
  ],
  [
    "40 lost creates of 2,000 just created, 3 ms apart",
    { size: 2_000, kind: "find", wanted: range(0, 40), apartMs: 3, latencyMs: 50 },
  ],
]

/** What each may cost: calls, and milliseconds until the last has its answer. */
const allowed: Record<string, [calls: number, ms: number]> = {
  "1 read": [1, 0],
  "5 reads": [5, 60],
  "8 reads": [8, 60],
  "8 reads, slow": [8, 260],
  "500 reads of 500, 8 wide, 5 ms": [9, 325],
  "500 reads of 500, 8 wide, 40 ms": [9, 2_480],
  "500 reads of 500, 16 wide, 5 ms": [5, 160],
  "500 reads of 500, 16 wide, 40 ms": [5, 1_240],
  "500 reads of 500, 500 wide, 5 ms": [5, 20],
  "500 reads of 500, 500 wide, 40 ms": [5, 20],
  "500 reads of 500, 8 wide, slow calls": [9, 610],
  "500 reads of 500 by an engine that hands one over each 12 ms": [15, 5_988],
  "500 reads of 500, one after the other": [15, 2_795],
  "5,000 reads of 5,000, 16 wide, slow calls": [100, 20_200],
  "10 reads of 10,000, 8 wide": [10, 120],
  "10 reads of 10,000 at once": [10, 120],
  "60 reads of 10,000, 8 wide": [61, 50],
  "60 reads of 10,000 at once, oldest first": [1, 20],
  "500 reads of 10,000, 16 wide": [201, 160],
  "2,000 reads at once": [20, 20],
  "60 reads of what is gone, 8 wide": [62, 50],
  "500 reads for 3 minutes": [90, 186_000],
  "2 updates": [2, 20],
  "8 updates": [1, 20],
  "300 updates of the old of 2,000": [20, 20],
  "5,000 updates at once": [50, 20],
  "boot 0": [1, 20],
  "one that boots 3 s": [13, 3_170],
  "5 that boot 3 s": [13, 3_170],
  "5 that boot 3 s, slow calls": [12, 3_220],
  "200 that boot 3 s": [27, 3_219],
  "200 that boot 3 s and are created 10 ms apart": [39, 5_010],
  "200 new ones of 10,000 that boot 3 s": [26, 3_170],
  "100 that boot 100 ms, 16 wide": [8, 395],
  "60 endings, 20 left": [3, 5],
  "60 endings that take 2 s, 20 left": [12, 2_255],
  "200 endings, 20 left": [3, 5],
  "200 endings that take 2 s, 20 left": [21, 2_255],
  "60 endings, 220 left": [5, 5],
  "60 endings that take 2 s, 220 left": [14, 2_255],
  "200 endings, 220 left": [5, 5],
  "200 endings that take 2 s, 220 left": [23, 2_255],
  "60 endings, 1000 left": [12, 5],
  "60 endings that take 2 s, 1000 left": [21, 2_255],
  "200 endings, 1000 left": [12, 5],
  "200 endings that take 2 s, 1000 left": [30, 2_255],
  "60 endings, 2000 left": [22, 5],
  "60 endings that take 2 s, 2000 left": [541, 2_255],
  "200 endings, 2000 left": [22, 5],
  "200 endings that take 2 s, 2000 left": [40, 2_255],
  "5 endings": [3, 5],
  "60 endings handed over one by one, each 5 ms": [60, 295],
  "200 endings while one goes after the first page": [14, 5],
  "200 endings while 5 come after each page": [221, 5],
  "200 lost creates": [3, 0],
  "40 lost creates of 2,000 just created, 3 ms apart": [40, 2_712],
}

/** What a look may wait for others, in milliseconds. */
const windowMs = 20

/** What a look of each kind must tell of a sandbox. */
const truthOf: Record<Kind, (index: number) => unknown> = {
  read: (index) => ({ sandboxId: idOf(index) }),
  update: (index) => ({ sandboxId: idOf(index) }),
  wait: (index) => ({ end: "done", sandbox: { sandboxId: idOf(index), status: "running" } }),
  ending: () => ({ end: "gone" }),
  find: (index) => ({ sandboxId: idOf(index) }),
}

describe("Looks cost no more than a listing or a question for each, whichever is less:", () => {
  test.each(rows)("%s", async (name, row) => {
    const { answers, calls, ms } = await play(row)
    const [mostCalls = 0, mostMs = 0] = allowed[name] ?? []
    expect(calls).toBeLessThanOrEqual(mostCalls)
    expect(ms).toBeLessThanOrEqual(mostMs + windowMs)
    for (const index of row.wanted) {
      if (index < row.size) expect(answers.get(index)).toMatchObject(truthOf[row.kind](index) as object)
      else expect(answers.get(index)).toBeUndefined()
    }
  })
})
