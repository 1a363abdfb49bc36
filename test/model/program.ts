import { type Hidden, hiddenKey } from "../../provider/src/faces/hidden"
import type { Declaration } from "./engine"
import { type FaceName, faces } from "./faces"
import { otherwise, type Slot, type SlotName, slotNames, slots } from "./slots"
import { urnOf } from "./state"

/** How a program declares a slot now. */
export interface Declared {
  variant: number
  /** How often it was renamed. */
  renamed: number
  /** Name of its provider. */
  provider: string
  /** Id of what it takes over. */
  imports?: string | undefined
  protect?: boolean
  deleteFirst?: boolean
}

const nameAfter = (name: SlotName, renamed: number) => (renamed > 0 ? `${name}-${renamed}` : name)

export class Program {
  readonly declared = new Map<SlotName, Declared>()
  /** Whether it says the same in other words. */
  isOtherwise = false

  constructor(readonly face: FaceName) {}

  /** Also what it needs, and with the provider of what it needs. */
  declare(name: SlotName): void {
    const slot: Slot = slots[name]
    const uses = Object.values(slot.uses ?? {})
    for (const used of uses) this.declare(used)
    const [provider = "default"] = uses.map((used) => this.declared.get(used)?.provider)
    if (!this.declared.has(name)) this.declared.set(name, { variant: 0, renamed: 0, provider })
  }

  /** Also what needs it. */
  remove(name: SlotName): void {
    for (const user of slotNames) {
      const slot: Slot = slots[user]
      if (Object.values(slot.uses ?? {}).includes(name)) this.remove(user)
    }
    this.declared.delete(name)
  }

  change(name: SlotName, change: Partial<Declared>): void {
    const before = this.declared.get(name)
    if (before) this.declared.set(name, { ...before, ...change })
  }

  /** Another one that is declared, if this one is not. */
  pick(name: SlotName): SlotName {
    const declared = [...this.declared.keys()]
    return this.declared.has(name) ? name : (declared[slotNames.indexOf(name) % declared.length] ?? name)
  }

  toggle(name: SlotName, option: "protect" | "deleteFirst"): void {
    this.change(name, { [option]: !this.declared.get(name)?.[option] })
  }

  /** Takes the protection of everything off. */
  unprotect(): void {
    for (const name of this.declared.keys()) this.change(name, { protect: false })
  }

  /** Takes the import options off. */
  dropImports(): void {
    for (const name of this.declared.keys()) this.change(name, { imports: undefined })
  }

  /** In the order in which they are declared. */
  declarations(): Declaration[] {
    return slotNames.flatMap((name) => {
      const declared = this.declared.get(name)
      return declared ? [this.declaration(name, declared)] : []
    })
  }

  urn(name: SlotName): string {
    return urnOf(faces[this.face].typeOf(slots[name].kind), this.logicalName(name))
  }

  private logicalName(name: SlotName): string {
    return nameAfter(name, this.declared.get(name)?.renamed ?? 0)
  }

  private declaration(name: SlotName, declared: Declared): Declaration {
    const { variant, renamed, provider, imports, protect = false, deleteFirst = false } = declared
    const { kind, variants, uses = {}, endsWith }: Slot = slots[name]
    const said = variants[variant % variants.length] ?? {}
    const shared = {
      kind,
      name: this.logicalName(name),
      aliases: Array.from({ length: renamed }, (_, count) => nameAfter(name, count)),
      provider,
      uses: Object.fromEntries(Object.entries(uses).map(([input, used]) => [input, this.urn(used)])),
      inputs: this.isOtherwise ? otherwise(kind, said) : said,
      protect,
      deleteFirst,
    }
    // Neither classes of ours nor hidden inputs: `deletedWith` is an option that hardly a program has.
    if (this.face === "plugin") return { ...shared, imports }
    const hidden: Hidden = {
      owner: `model/dev/${this.logicalName(name)}`,
      timeouts: { create: 30, update: 30, delete: 30 },
      ...(imports ? { import: imports } : {}),
      ...(protect ? { protect } : {}),
      ...(provider === "default" ? {} : { provider }),
    }
    return {
      ...shared,
      deletedWith: endsWith && this.urn(endsWith),
      inputs: {
        ...shared.inputs,
        [hiddenKey]: hidden,
        __provider: `exports.handler=()=>require("pulumi-scalebox/dynamic").${kind}`,
      },
    }
  }
}
