import { unknown } from "../../provider/src/resources/properties"
import type { Entry } from "./state"
import { Steps } from "./steps"

/** What one command would do. Ids of what it would create are unknown, and the state is to be a copy. */
export class PreviewSteps extends Steps {
  override async create(entry: Entry, room?: Entry, old?: Entry): Promise<void> {
    this.note(old || room ? "replace" : "create", entry)
    const provider = this.providerOf(entry)
    await this.call(async () => provider.preview?.create(entry.inputs))
    entry.id = unknown
    if (room) this.drop(room)
    if (old) old.delete = true
    this.state.resources.push(entry)
  }

  override async update(old: Entry, goal: Partial<Entry> & Pick<Entry, "inputs">): Promise<void> {
    this.note("update", old)
    const provider = this.providerOf({ ...old, ...goal })
    await this.call(async () => provider.preview?.update(old, goal.inputs))
    Object.assign(old, goal)
  }

  override async remove(entry: Entry): Promise<void> {
    this.note("delete", entry)
  }
}
