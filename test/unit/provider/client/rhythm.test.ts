import { type Course, learned, nextLook, untilLastEnds } from "../../../../provider/src/client/rhythm"

const course = (given: Partial<Course>): Course => ({
  now: 0,
  began: 0,
  isFirst: false,
  leastMs: 0,
  foreseenAt: 0,
  phase: 0,
  ...given,
})

test.each<[string, Partial<Course>, number]>([
  [
    "at once where earlier waits were over by their first look",
    { now: 1_007, began: 1_007, isFirst: true },
    1_007,
  ],
  [
    "at a common moment where they were not",
    { now: 1_007, began: 1_007, isFirst: true, leastMs: 120 },
    1_100,
  ],
  ["less often where they last long", { now: 1_007, began: 1_007, isFirst: true, leastMs: 2_000 }, 1_200],
  ["often at first", { now: 1_020, began: 1_000 }, 1_100],
  ["at the common moments of its process", { now: 1_020, began: 1_000, phase: 0.5 }, 1_150],
  ["not sooner than half a gap after the last look", { now: 1_060, began: 1_000 }, 1_200],
  ["every 300 ms after 300 ms", { now: 1_200, began: 900 }, 1_500],
  ["every 500 ms after 5 s", { now: 7_000, began: 2_000 }, 7_500],
  ["every second after 10 s", { now: 20_000, began: 10_000 }, 21_000],
  ["every 3 s after a minute", { now: 63_000, began: 3_000 }, 66_000],
  ["at the foreseen end", { now: 1_200, began: 900, foreseenAt: 1_290 }, 1_290],
  ["as ever where that has passed", { now: 1_200, began: 900, foreseenAt: 1_200 }, 1_500],
])("A wait looks next %s", (_, given, at) => {
  expect(nextLook(course(given))).toBe(at)
})

test.each<[string, number, Parameters<typeof learned>[1], number]>([
  ["nothing where the first look shows the end", 5_000, { isFirst: true, isOver: true, lastedMs: 20 }, 0],
  ["how long the last wait took", 5_000, { isFirst: false, isOver: true, lastedMs: 700 }, 700],
  ["that a wait goes on", 0, { isFirst: true, isOver: false, lastedMs: 20 }, 20],
  [
    "nothing from a wait that is younger than another",
    900,
    { isFirst: false, isOver: false, lastedMs: 320 },
    900,
  ],
])("Waits learn %s", (_, least, look, then) => {
  expect(learned(least, look)).toBe(then)
})

test.each<[string, number[], number[], number]>([
  ["as much later as they were created later", [100, 400], [600, 500], 200],
  ["not by a guess if none has ended", [], [600], 0],
  ["at no foreseen time if none is left", [100], [], 0],
  ["at no foreseen time where that is far", [100], [500], 0],
  ["late for another reason where they were created earlier", [400], [100], 0],
])("The last ones end %s", (_, over, left, ms) => {
  expect(untilLastEnds({ over, left })).toBe(ms)
})
