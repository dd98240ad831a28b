import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Probe, Probed, Round, Rounded, Target } from './generator'

export type { Rounded, Target } from './generator'
export type { Plan } from './plan'

/** The process that sends requests. One thing at a time. */
export class Load {
  private readonly child: ChildProcess = fork('bench/load/generator.ts', [], {
    execArgv: ['--import', 'tsx'],
  })

  private async order<Result>(order: Round | Probe): Promise<Result> {
    this.child.send(order)
    const [{ result, failed }] = (await once(this.child, 'message')) as [{ result: Result; failed?: string }]
    if (failed !== undefined) throw new Error(failed)
    return result
  }

  /**
   * As many requests as are answered in so many seconds, over connections that stay.
   * @param requests at most so many
   * @throws Error if one is not answered with 200
   */
  round = (target: Target, connections: number, seconds: number, requests?: number) =>
    this.order<Rounded>(
      requests === undefined
        ? { kind: 'round', target, connections, seconds }
        : { kind: 'round', target, connections, seconds, requests },
    )

  /** A request every so often, to each target in turn, while `work` runs. */
  async probe(
    targets: Record<string, Target>,
    everyMs: number,
    work: () => Promise<unknown>,
  ): Promise<Probed> {
    const probed = this.order<Probed>({ kind: 'probe', targets, everyMs })
    const worked = work().finally(() => this.child.send({ kind: 'stop' }))
    const [taken] = await Promise.all([probed, worked])
    return taken
  }

  end(): void {
    this.child.disconnect()
  }
}
