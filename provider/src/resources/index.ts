import type { Kind } from "./kinds"
import { type Lifecycle, onOwnOrigin } from "./lifecycle"
import { sandboxLifecycle } from "./sandbox/lifecycle"
import { sandboxPoolLifecycle } from "./sandbox-pool/lifecycle"
import { sandboxPortLifecycle } from "./sandbox-port/lifecycle"
import { sandboxPowerStateLifecycle } from "./sandbox-power-state/lifecycle"
import { sandboxProjectAssignmentLifecycle } from "./sandbox-project-assignment/lifecycle"
import { sandboxTemplateLifecycle } from "./sandbox-template/lifecycle"

/** What each kind of resource does. */
export const lifecycles: Readonly<Record<Kind, Lifecycle>> = {
  sandbox: onOwnOrigin(sandboxLifecycle),
  sandboxPool: onOwnOrigin(sandboxPoolLifecycle),
  sandboxPort: onOwnOrigin(sandboxPortLifecycle),
  sandboxPowerState: onOwnOrigin(sandboxPowerStateLifecycle),
  sandboxProjectAssignment: onOwnOrigin(sandboxProjectAssignmentLifecycle),
  sandboxTemplate: onOwnOrigin(sandboxTemplateLifecycle),
}
