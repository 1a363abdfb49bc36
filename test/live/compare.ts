import { type Answer, withoutSecrets } from "./service"

/** What of an answer differs from what is expected, by the path of the field. */
export function differences(
  answer: Answer,
  expected: { status?: number | number[]; data?: Record<string, unknown> },
) {
  const statuses = expected.status === undefined ? [] : [expected.status].flat()
  const wrong = Object.entries(expected.data ?? {}).filter(
    ([name, value]) => JSON.stringify(answer.data[name]) !== JSON.stringify(value),
  )
  return [
    ...(statuses.length > 0 && !statuses.includes(answer.status)
      ? [
          `the status is ${answer.status}, not ${statuses.join(" or ")}: ${JSON.stringify(withoutSecrets(answer.body)).slice(0, 200)}`,
        ]
      : []),
    ...wrong.map(
      ([name, value]) => `${name} is ${JSON.stringify(answer.data[name])}, not ${JSON.stringify(value)}`,
    ),
  ]
}

/** A deviation, unless something is so. */
export const said = (isSo: boolean, text: string) => (isSo ? [] : [text])
/** Milliseconds since 1970 of a time in an answer; NaN if it is none. */
export const time = (value: unknown) => (typeof value === "string" ? Date.parse(value) : Number.NaN)
/** Whether an answer shows one of these statuses. */
export const is =
  (...statuses: string[]) =>
  ({ data }: Answer) =>
    statuses.includes(String(data.status))
