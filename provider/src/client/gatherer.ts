import type { Clock } from "./clock"
export class Gatherer<T> {
  private round: Promise<void> | undefined
  private noMore = () => {}
  private readonly last = new Promise<void>((r) => {
    this.noMore = r
  })
  constructor(
    private clock: Clock,
    private o: { longestMs: number },
  ) {}
  add(_item?: T): Promise<void> {
    this.round ??= Promise.race([this.last, this.clock.sleep(this.o.longestMs)]).finally(() => {
      this.round = undefined
    })
    return this.round
  }
  flush(): void {
    this.noMore()
  }
}
