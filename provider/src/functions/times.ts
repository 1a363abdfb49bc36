/** A point in time: a Date, ISO 8601 or RFC 3339 text, or Unix seconds. */
export type Time = Date | string | number

/** As the API takes it; undefined stays undefined. */
export const timeText = (time: Time | undefined): string | undefined =>
  time === undefined ? undefined : time instanceof Date ? time.toISOString() : String(time)
