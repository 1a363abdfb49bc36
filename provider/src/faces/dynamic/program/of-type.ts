/** Whether a value carries this Pulumi type, as every resource does. Policies ask with an object that holds nothing else. */
export const isOfType = (value: unknown, type: string): boolean =>
  value !== null && typeof value === "object" && Reflect.get(value, "__pulumiType") === type
