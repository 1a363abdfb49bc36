import { type SandboxDetails, settledStatuses } from "../../contract"

/** Whether a sandbox will stay in its status by itself. */
export const isSettled = ({ status }: { status: string }): boolean => settledStatuses.includes(status)

/** `starting (deploying)`. */
export const statusText = ({ status, substatus }: SandboxDetails): string =>
  substatus ? `${status} (${substatus})` : status

/** `deploying`. */
export const stepOf = ({ status, substatus }: SandboxDetails): string => substatus || status

/** `: ` and the server's reason, if it gives one. */
export const because = ({ reason }: SandboxDetails): string => (reason ? `: ${reason}` : "")
