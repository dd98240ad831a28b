/** Something that runs for the tests of one instance. `end` stops it. */
type Part = { value: unknown; end: () => Promise<unknown> }

/** An app and what it needs: what the tests that use it share. Each part is started when it is first asked for. */
export class Instance {
  private readonly parts = new Map<string, Part>()

  /**
   * The part with this name.
   * @param start called by the first who asks
   * @param end called when the instance ends; parts end in the reverse order of their starts
   */
  async part<Value>(
    name: string,
    start: () => Promise<Value>,
    end: (value: Value) => Promise<unknown> = async () => {},
  ): Promise<Value> {
    const known = this.parts.get(name)
    if (known) return known.value as Value
    const value = await start()
    this.parts.set(name, { value, end: () => end(value) })
    return value
  }

  async end() {
    for (const { end } of [...this.parts.values()].reverse()) await end()
    this.parts.clear()
  }
}

/** Instances with settings of their own that run at once in a worker: each is three processes and a database. */
const mostAtOnce = 3

/**
 * The instances of one worker of Playwright, by name. They are no worker fixtures: for each different set of those,
 * Playwright starts another worker, and a browser in it.
 */
export class Instances {
  /** the one that was asked for last is at the end */
  private readonly running = new Map<string, Instance>()

  /** @param usual the name of the instance that most tests use: it runs as long as the worker */
  constructor(private readonly usual: string) {}

  /** The instance with this name. Ends the one that was not asked for the longest, where there would be too many. */
  async at(name: string): Promise<Instance> {
    const instance = this.running.get(name) ?? new Instance()
    this.running.delete(name)
    this.running.set(name, instance)
    const others = [...this.running.keys()].filter((one) => one !== this.usual)
    for (const oldest of others.slice(0, -mostAtOnce)) await this.end(oldest)
    return instance
  }

  private async end(name: string) {
    const instance = this.running.get(name)
    this.running.delete(name)
    await instance?.end()
  }

  async endAll() {
    for (const name of [...this.running.keys()]) await this.end(name)
  }
}
