import type { ScaleboxClient } from "./client"
import { SharedDeletes } from "./shared-deletes"
import type { Within } from "./watch"
export class Deletes {
  private d: SharedDeletes
  constructor(client: ScaleboxClient) {
    this.d = new SharedDeletes(client)
  }
  during<T>(w: () => Promise<T>): Promise<T> {
    return this.d.during(w)
  }
  begin(id: string, w: Within): Promise<void> {
    return this.d.begin(id, w.deadline)
  }
}
