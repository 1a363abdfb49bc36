/** Outputs would take a Date for an object without properties, so it becomes text before it goes into one. */
export const datesAsText = <Args extends object>(args: Args): Args =>
  Object.fromEntries(
    Object.entries(args).map(([key, value]) => [key, value instanceof Date ? value.toISOString() : value]),
  ) as Args
