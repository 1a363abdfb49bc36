/** Whether a template is still on its way; one in a status that is not known can be used, as far as is known. */
export const isBuilding = (status: unknown): boolean =>
  status === "pending" || status === "building" || status === "pushing"
