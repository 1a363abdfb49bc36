import { kindOf as dynamicKindOf } from "../../faces/dynamic/kinds"
import { kindOf as pluginKindOf } from "../../faces/plugin/kinds"
import type { Kind } from "../../resources/kinds"

/** The kind of a resource in the state, whichever face has created it; undefined for those of other providers. */
export const kindOf = (type: string): Kind | undefined => dynamicKindOf(type) ?? pluginKindOf(type)

/** Whether the plugin has created a resource of this type. */
export const isOfPlugin = (type: string): boolean => pluginKindOf(type) !== undefined
