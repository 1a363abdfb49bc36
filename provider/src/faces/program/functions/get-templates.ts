import type { InvokeOptions, InvokeOutputOptions, Output } from "@pulumi/pulumi"
import type { TemplateDetails } from "../../../contract"
import { type GetTemplatesArgs, templates } from "../../../functions/get-templates"
import type { ArgsOf } from "../types"
import { callOutput, callPlain } from "./call"

/** All templates that the account sees and that match the filters, from every page; `template` of Sandbox takes their names and ids. */
export async function getTemplates(
  args: GetTemplatesArgs = {},
  opts?: InvokeOptions,
): Promise<TemplateDetails[]> {
  return (await callPlain(templates, args, opts)).templates
}

/** `getTemplates` as an output. */
export function getTemplatesOutput(
  args: ArgsOf<GetTemplatesArgs> = {},
  opts?: InvokeOutputOptions,
): Output<TemplateDetails[]> {
  return callOutput(templates, args, opts).apply(({ templates }) => templates)
}
