// TypeScript types as Pulumi's package schema spells them.
import ts from "typescript"
import {
  checker,
  commentOf,
  declarationOf,
  isOptional,
  literals,
  paragraphsOf,
  partsOf,
  propertiesOf,
} from "../docs/source.mjs"
import { built, isWhole } from "./numbers.mjs"

/** @typedef {{ type?: string, items?: TypeSpec, additionalProperties?: TypeSpec, $ref?: string }} TypeSpec */
/** @typedef {TypeSpec & { description: string, secret?: true, willReplaceOnChanges?: true, language?: object }} PropertySpec */
/** @typedef {{ properties: Record<string, PropertySpec>, required?: string[] }} ObjectSpec */

const { secretsOf } = built("contract/secrets")
const { toWire } = built("contract/wire")

/** @param {string} name of a resource, function or type */
export const token = (name) => `scalebox:index:${name}`

/** @type {TypeSpec} */
export const any = { $ref: "pulumi.json#/Any" }

/** @type {Partial<Record<ts.SyntaxKind, TypeSpec>>} */
const keywords = {
  [ts.SyntaxKind.StringKeyword]: { type: "string" },
  [ts.SyntaxKind.NumberKeyword]: { type: "number" },
  [ts.SyntaxKind.BooleanKeyword]: { type: "boolean" },
  [ts.SyntaxKind.UnknownKeyword]: any,
}

/** Names of ours for what a schema spells otherwise: there a time is a text. @type {Record<string, TypeSpec>} */
const aliases = { Time: { type: "string" }, WholeNumber: { type: "integer" } }

/** Whether the contract says that what is sent under this name is a secret. @param {string} name */
const isSecret = (name) => secretsOf(toWire({ [name]: "text" })).length > 0

/** Turns types into specs, and keeps those that have a name of their own. */
export class Types {
  /** By their tokens. @type {Record<string, object>} */
  specs = {}

  /** The properties of something exported. @param {ts.Symbol} symbol @returns {ObjectSpec} */
  propertiesOf(symbol) {
    return this.propertiesOfType(checker.getDeclaredTypeOfSymbol(symbol))
  }

  /** @param {ts.Type} type @returns {ObjectSpec} */
  propertiesOfType(type) {
    /** @type {Record<string, PropertySpec>} */
    const properties = {}
    /** @type {string[]} */
    const required = []
    for (const symbol of propertiesOf(type)) {
      const declared = declarationOf(symbol)?.type
      if (!declared) throw new Error(`The property ${symbol.name} is not declared in the sources`)
      properties[symbol.name] = this.#property(symbol, declared)
      if (!isOptional(symbol, declared)) required.push(symbol.name)
    }
    return { properties, ...(required.length > 0 ? { required } : {}) }
  }

  /** @param {ts.Symbol} symbol @param {ts.TypeNode} declared @returns {PropertySpec} */
  #property(symbol, declared) {
    const type = this.#type(declared)
    return {
      ...(type.type === "number" && isWhole(symbol) ? { type: "integer" } : type),
      description: commentOf(symbol),
      ...(isSecret(symbol.name) ? { secret: true } : {}),
    }
  }

  /** @param {ts.TypeNode} node @returns {TypeSpec} */
  #type(node) {
    const parts = partsOf(node)
    // One thing or several of it: a list, as most languages have no unions.
    const part = parts.find(ts.isArrayTypeNode) ?? (parts.length === 1 ? parts[0] : undefined)
    const keyword = part && keywords[part.kind]
    if (keyword) return keyword
    if (part && ts.isArrayTypeNode(part)) return { type: "array", items: this.#type(part.elementType) }
    if (part && ts.isTypeReferenceNode(part)) return this.#reference(part)
    throw new Error(`Other languages need a name for the type ${node.getText()}: export it under one`)
  }

  /** @param {ts.TypeReferenceNode} node @returns {TypeSpec} */
  #reference(node) {
    const name = node.typeName.getText()
    const value = node.typeArguments?.at(-1)
    if (name === "Record" && value) return { type: "object", additionalProperties: this.#type(value) }
    const alias = aliases[name]
    if (alias) return alias
    // What is not described in full keeps whatever it holds.
    const type = checker.getTypeFromTypeNode(node)
    if (checker.getIndexInfoOfType(type, ts.IndexKind.String))
      return { type: "object", additionalProperties: any }
    const found = checker.getSymbolAtLocation(node.typeName)
    if (!found) throw new Error(`There is no type ${name}`)
    this.#keep(name, found.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found, node)
    return { $ref: `#/types/${token(name)}` }
  }

  /** @param {string} name @param {ts.Symbol} symbol @param {ts.TypeNode} node */
  #keep(name, symbol, node) {
    if (this.specs[token(name)]) return
    const description = paragraphsOf(symbol).join("\n\n")
    const values = literals(node)
    // Kept before its properties are read, as these may name it again.
    this.specs[token(name)] = {}
    this.specs[token(name)] = values
      ? { description, type: "string", enum: values.sort().map((value) => ({ name: pascal(value), value })) }
      : { description, type: "object", ...this.#membersOf(name, symbol) }
  }

  /** In C# no member can have the name of its class. @param {string} name @param {ts.Symbol} symbol @returns {ObjectSpec} */
  #membersOf(name, symbol) {
    const spec = this.propertiesOf(symbol)
    const same = spec.properties[name.replace(/^./, (first) => first.toLowerCase())]
    if (same) same.language = { csharp: { name: `${name}Value` } }
    return spec
  }
}

/** `hong-kong` as `HongKong`. @param {string} text */
const pascal = (text) => text.replaceAll(/(?:^|[-_])([a-z])/g, (_, letter) => letter.toUpperCase())
