import { allTemplates } from "../client"
import type { ListTemplatesQuery, TemplateDetails } from "../contract"
import type { Lookup } from "./lookup"

/** Which templates to list; all by default. */
export interface GetTemplatesArgs
  extends Pick<ListTemplatesQuery, "usable" | "status" | "visibility" | "name" | "search"> {}

/** All templates that the account sees and that match the filters, from every page; `template` of Sandbox takes their names and ids. */
export const templates: Lookup<GetTemplatesArgs, { templates: TemplateDetails[] }> = {
  name: "getTemplates",
  args: { usable: true, status: true, visibility: true, name: true, search: true },
  call: async (client, query, options) => {
    const templates: TemplateDetails[] = []
    for await (const template of allTemplates(client, query, options)) templates.push(template)
    return { templates }
  },
}
