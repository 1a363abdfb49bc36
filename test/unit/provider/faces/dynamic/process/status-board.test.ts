import { availableParallelism } from "node:os"
import { StatusBoard } from "../../../../../../provider/src/faces/dynamic/process/status-board"

const owner = "shop/dev/web"
const slots = process.env.PULUMI_PARALLEL

let lines: string[]
let board: StatusBoard
beforeEach(() => {
  jest.useFakeTimers()
  lines = []
  board = new StatusBoard((line) => lines.push(line))
  process.env.PULUMI_PARALLEL = "3"
})
afterEach(() => {
  jest.useRealTimers()
  if (slots === undefined) delete process.env.PULUMI_PARALLEL
  else process.env.PULUMI_PARALLEL = slots
})
const pass = (seconds: number) => jest.advanceTimersByTime(seconds * 1_000)

describe("A status board", () => {
  test("shows once a second how many run, and what one of them does", () => {
    board.show(owner, "web-0", "to be created")
    board.show(owner, "web-1", "to be created")
    pass(0.9)
    expect(lines).toEqual([])
    pass(0.1)
    board.show(owner, "web-0", "deploying")
    pass(1)
    board.show(owner, "web-0", undefined)
    pass(1)
    expect(lines).toEqual([
      "web-0 to be created (0/2 ready)",
      "web-0 deploying (0/2 ready)",
      "web-1 to be created (1/2 ready)",
    ])
  })

  test("shows nothing of what is over within a second, and nothing more once nobody waits", () => {
    board.show(owner, "web", "deploying")
    pass(0.5)
    board.show(owner, "web", undefined)
    pass(5)
    expect(lines).toEqual([])
    expect(jest.getTimerCount()).toBe(0)
  })

  test("counts afresh after a pause", () => {
    board.show(owner, "web", "deploying")
    board.show(owner, "web", undefined)
    board.show("shop/dev/api", "api", "deploying")
    pass(1)
    expect(lines).toEqual(["api deploying (0/1 ready)"])
  })

  test("tells things of one name by their owners", () => {
    board.show(owner, "web", "deploying")
    board.show("shop/dev/other", "web", "initializing")
    board.show(owner, "web", undefined)
    pass(1)
    expect(lines).toEqual(["web initializing (1/2 ready)"])
  })

  test("takes away what was never shown", () => {
    board.show(owner, "web", undefined)
    pass(2)
    expect(lines).toEqual([])
  })

  test("advises on more places where resources fill all of the engine's", () => {
    const hint = "; Pulumi starts no more at a time, `export PULUMI_PARALLEL=256` starts all at once"
    for (const name of ["a", "b"]) board.show(`shop/dev/${name}`, name, "deploying")
    pass(1)
    board.show("shop/dev/c", "c", "deploying")
    pass(1)
    board.show("shop/dev/d", "d", "deploying")
    pass(1)
    expect(lines.map((line) => line.endsWith(hint))).toEqual([false, true, false])
  })

  test("takes members of a pool for one place of the engine's, not for one each", () => {
    for (const index of [0, 1, 2]) board.show(owner, `web-${index}`, "deploying")
    pass(1)
    expect(lines).toEqual(["web-0 deploying (0/3 ready)"])
  })

  test("knows how many places the engine has if nobody has said so", () => {
    delete process.env.PULUMI_PARALLEL
    const many = 4 * availableParallelism()
    for (let index = 0; index < many; index += 1) board.show(`shop/dev/${index}`, `${index}`, "deploying")
    pass(1)
    expect(lines[0]).toMatch(/PULUMI_PARALLEL=256/)
  })

  test("shows a note at once", () => {
    board.note("429, next try in 3 s")
    expect(lines).toEqual(["429, next try in 3 s"])
  })
})
