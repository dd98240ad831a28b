import 'server-only'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { createCluster } from './cluster'
import { withLock } from './lock'
import { placeFor } from './place'
import { ensureRunning, urlOf, type Wanted } from './run'
import { shutDown, supervise } from './postgres-server'
import { enter, leave } from './process'

export { EmbeddedError } from './cluster'

export type EmbeddedOptions = {
  /** absolute; the cluster lives in it, or where it says */
  dataDir: string
  /** of the app's role; a generated one */
  password: string
  /** false: fast and careless, for tests. Default true */
  durable?: boolean
}

export type Embedded = {
  url: string
  how: 'created' | 'started' | 'reused'
  /** Brings a killed server back on the same port, within seconds, until `stop`.
   *  @param report takes one sentence when a try fails, and when the server is back */
  supervise: (report: (message: string) => void) => void
  /** Ends the supervision, and the server unless another living process uses it. */
  stop: () => Promise<void>
  /** Stops it whoever uses it, and deletes the cluster for good. */
  destroy: () => Promise<void>
}

/** Makes, starts or finds the PostgreSQL of a DATA_DIR. Any number of processes may call it at once.
 *  It listens on 127.0.0.1 only, and admits one role, with its password.
 *  @throws EmbeddedError */
export async function startEmbedded({
  dataDir,
  password,
  durable = true,
}: EmbeddedOptions): Promise<Embedded> {
  const place = placeFor(dataDir)
  const alone = <T>(work: () => Promise<T>) => withLock(path.join(place.home, 'lock'), work)
  const run = (port?: Wanted['port']) => ensureRunning(place, { password, durable, port })

  const { user, port, how } = await alone(async () => {
    const created = await createCluster(place, password, durable)
    const { port, reused } = await run()
    return {
      user: enter(place.home),
      port,
      how: created ? 'created' : reused ? 'reused' : 'started',
    } as const
  })

  let endSupervision: (() => Promise<void>) | undefined

  const stop = async () => {
    await endSupervision?.()
    await alone(async () => {
      if (!leave(place.home, user)) await shutDown(place)
    })
  }

  return {
    url: urlOf(port, password),
    how,
    supervise: (report) => {
      const revive = async () => {
        const { reused } = await alone(() => run(port))
        if (!reused) report('the embedded database was gone and is back')
      }
      endSupervision ??= supervise({ url: urlOf(port, password, 'postgres'), revive, report })
    },
    stop,
    destroy: async () => {
      await stop()
      await shutDown(place)
      rmSync(place.home, { recursive: true, force: true })
      rmSync(path.join(dataDir, 'postgres'), { recursive: true, force: true })
    },
  }
}
