import { batchRoutes } from "./batches"
import type { Handlers, Services } from "./handlers"
import { listingRoutes } from "./listing"
import { metricsRoutes } from "./metrics"
import { portRoutes } from "./ports"
import { powerRoutes } from "./power"
import { regionRoutes } from "./regions"
import { sandboxRoutes } from "./sandboxes"
import { templateRoutes } from "./templates"
import { timeoutRoutes } from "./timeouts"
import { turnRoutes } from "./turn"

/** All rows of the API; the compiler refuses this if one has no handler. */
export const allHandlers = (services: Services): Handlers => ({
  ...regionRoutes(services),
  ...sandboxRoutes(services),
  ...listingRoutes(services),
  ...powerRoutes(services),
  ...timeoutRoutes(services),
  ...portRoutes(services),
  ...batchRoutes(services),
  ...metricsRoutes(services),
  ...turnRoutes(services),
  ...templateRoutes(services),
})
