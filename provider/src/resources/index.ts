import { type Kind, kinds } from "./kinds"
import { guarded, type Lifecycle } from "./lifecycle"
import { explained } from "./reasons"
import { sandboxLifecycle } from "./sandbox/lifecycle"
import { sandboxPoolLifecycle } from "./sandbox-pool/lifecycle"
import { sandboxPortLifecycle } from "./sandbox-port/lifecycle"
import { sandboxPowerStateLifecycle } from "./sandbox-power-state/lifecycle"
import { sandboxProjectAssignmentLifecycle } from "./sandbox-project-assignment/lifecycle"
import { sandboxTemplateLifecycle } from "./sandbox-template/lifecycle"

const complete = (kind: Kind, lifecycle: Lifecycle) => explained(kinds[kind], guarded(lifecycle))

/** What each kind of resource does. */
export const lifecycles: Readonly<Record<Kind, Lifecycle>> = {
  sandbox: complete("sandbox", sandboxLifecycle),
  sandboxPool: complete("sandboxPool", sandboxPoolLifecycle),
  sandboxPort: complete("sandboxPort", sandboxPortLifecycle),
  sandboxPowerState: complete("sandboxPowerState", sandboxPowerStateLifecycle),
  sandboxProjectAssignment: complete("sandboxProjectAssignment", sandboxProjectAssignmentLifecycle),
  sandboxTemplate: complete("sandboxTemplate", sandboxTemplateLifecycle),
}
