import type { Kind } from "./kinds"
import { guarded, type Lifecycle } from "./lifecycle"
import { sandboxLifecycle } from "./sandbox/lifecycle"
import { sandboxPoolLifecycle } from "./sandbox-pool/lifecycle"
import { sandboxPortLifecycle } from "./sandbox-port/lifecycle"
import { sandboxPowerStateLifecycle } from "./sandbox-power-state/lifecycle"
import { sandboxProjectAssignmentLifecycle } from "./sandbox-project-assignment/lifecycle"
import { sandboxTemplateLifecycle } from "./sandbox-template/lifecycle"

/** What each kind of resource does. */
export const lifecycles: Readonly<Record<Kind, Lifecycle>> = {
  sandbox: guarded(sandboxLifecycle),
  sandboxPool: guarded(sandboxPoolLifecycle),
  sandboxPort: guarded(sandboxPortLifecycle),
  sandboxPowerState: guarded(sandboxPowerStateLifecycle),
  sandboxProjectAssignment: guarded(sandboxProjectAssignmentLifecycle),
  sandboxTemplate: guarded(sandboxTemplateLifecycle),
}
