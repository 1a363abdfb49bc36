import { regions } from "./get-regions"
import { sandbox } from "./get-sandbox"
import { sandboxMetrics } from "./get-sandbox-metrics"
import { sandboxMetricsChart } from "./get-sandbox-metrics-chart"
import { sandboxPorts } from "./get-sandbox-ports"
import { sandboxStats } from "./get-sandbox-stats"
import { sandboxes } from "./get-sandboxes"
import { templates } from "./get-templates"
import { turnCredential } from "./get-turn-credential"
import type { Lookup } from "./lookup"

/** A function of which no more is known than that; its arguments are checked by whoever calls it. */
export type AnyLookup = Omit<Lookup<never, object>, "secrets"> & { readonly secrets?: readonly string[] }

/** Every function, by its name. */
export const lookups: ReadonlyMap<string, AnyLookup> = new Map(
  [
    regions,
    sandbox,
    sandboxes,
    sandboxMetrics,
    sandboxMetricsChart,
    sandboxPorts,
    sandboxStats,
    templates,
    turnCredential,
  ].map((lookup): [string, AnyLookup] => [lookup.name, lookup]),
)
