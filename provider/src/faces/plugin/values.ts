import { ListValue, NullValue, Struct, Value } from "google-protobuf/google/protobuf/struct_pb"
import { type Properties, unknown } from "../../resources/properties"
import { isMarked, type Marks, markUnder, type Received } from "./marks"

/** The key under which an object says that it represents something else, and what each of its values means. */
const signature = "4dabf18193072939515e22adb298388d"
const signatures = {
  secret: "1b47061264138c4ac30d75fd1eb44270",
  resource: "5cf8f73096256a8f31e491e813e4eb8e",
  output: "d0e6a833031e9bbcd3f4e8bde6ca49a4",
} as const

/** How the engine writes a value that is not known yet, by its type. */
const unknowns: ReadonlySet<string> = new Set([
  unknown,
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
])

interface Decoded {
  value: unknown
  marks: Marks
}

/** What a message of the engine holds; nothing if it has none. */
export function decoded(struct: Struct | undefined): Received {
  const { value, marks } = struct ? fromStruct(struct) : { value: {}, marks: undefined }
  return { value: value as Properties, marks }
}

function fromStruct(struct: Struct): Decoded {
  const fields = struct.getFieldsMap()
  const kind = fields.get(signature)?.getStringValue()
  if (kind === signatures.secret) return { ...fromValue(fields.get("value")), marks: true }
  if (kind === signatures.output) {
    const value = fields.get("value")
    const inner = value ? fromValue(value) : { value: unknown, marks: undefined }
    return fields.get("secret")?.getBoolValue() ? { ...inner, marks: true } : inner
  }
  if (kind === signatures.resource) return fromValue(fields.get("id") ?? fields.get("urn"))
  const value: Properties = {}
  const marks: Record<string, Marks> = {}
  fields.forEach((field, key) => {
    const inner = fromValue(field)
    value[key] = inner.value
    if (inner.marks !== undefined) marks[key] = inner.marks
  })
  return { value, marks: Object.keys(marks).length > 0 ? marks : undefined }
}

function fromValue(value: Value | undefined): Decoded {
  switch (value?.getKindCase()) {
    case Value.KindCase.STRING_VALUE: {
      const text = value.getStringValue()
      return { value: unknowns.has(text) ? unknown : text, marks: undefined }
    }
    case Value.KindCase.NUMBER_VALUE:
      return { value: value.getNumberValue(), marks: undefined }
    case Value.KindCase.BOOL_VALUE:
      return { value: value.getBoolValue(), marks: undefined }
    case Value.KindCase.STRUCT_VALUE:
      return fromStruct(value.getStructValue() ?? new Struct())
    case Value.KindCase.LIST_VALUE:
      return fromList(value.getListValue()?.getValuesList() ?? [])
    default:
      return { value: null, marks: undefined }
  }
}

function fromList(values: readonly Value[]): Decoded {
  const items = values.map(fromValue)
  const marked = items.flatMap(({ marks }, index) => (marks === undefined ? [] : [[String(index), marks]]))
  return {
    value: items.map(({ value }) => value),
    marks: marked.length > 0 ? Object.fromEntries(marked) : undefined,
  }
}

/** Properties as the engine takes them, with those parts marked that are secret. What is undefined is left out. */
export function encoded(properties: Properties, marks?: Marks): Struct {
  const struct = new Struct()
  const fields = struct.getFieldsMap()
  for (const [key, value] of Object.entries(properties)) {
    if (value !== undefined) fields.set(key, toValue(value, markUnder(marks, key)))
  }
  return struct
}

function toValue(value: unknown, marks: Marks): Value {
  if (value === null) return new Value().setNullValue(NullValue.NULL_VALUE)
  const isContainer = typeof value === "object"
  // Marks of parts that a plain value does not have are marks of all that is left.
  if (marks === true || (isMarked(marks) && !isContainer)) return secret(toValue(value, undefined))
  const result = new Value()
  if (Array.isArray(value)) {
    const items = value.map((item, index) => toValue(item, markUnder(marks, String(index))))
    return result.setListValue(new ListValue().setValuesList(items))
  }
  if (isContainer) return result.setStructValue(encoded(value as Properties, marks))
  switch (typeof value) {
    case "string":
      return result.setStringValue(value)
    case "number":
      return result.setNumberValue(value)
    case "boolean":
      return result.setBoolValue(value)
    case "bigint":
      return result.setStringValue(String(value))
    default:
      return result.setNullValue(NullValue.NULL_VALUE)
  }
}

function secret(value: Value): Value {
  const struct = new Struct()
  struct.getFieldsMap().set(signature, new Value().setStringValue(signatures.secret))
  struct.getFieldsMap().set("value", value)
  return new Value().setStructValue(struct)
}
