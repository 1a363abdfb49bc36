import { kindFinder, dynamicType as typeOf } from "../types"

export { typeOf }

export const kindOf = kindFinder(typeOf)
