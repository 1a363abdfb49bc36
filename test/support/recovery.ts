import { Inventory } from "../../provider/src/cli/recover/inventory"
import type { StackProvider, StackProviders } from "../../provider/src/cli/recover/providers"
import type { EmulatedStage } from "./context"
import { providerReference } from "./deployment"

/** The provider of a stack, with the account of a stage behind it. */
export const stackProvider = (
  { session, log }: EmulatedStage,
  more: Partial<StackProvider> = {},
): StackProvider => ({
  reference: providerReference,
  name: "default",
  endpoint: session.endpoint,
  inventory: new Inventory(session, log),
  isKeyCertain: true,
  ...more,
})

/** These providers as those of a stack. */
export const providersOf = (...providers: StackProvider[]) =>
  ({
    find: (wanted: string) => providers.find(({ reference }) => reference === wanted),
    all: () => providers,
  }) as unknown as StackProviders
