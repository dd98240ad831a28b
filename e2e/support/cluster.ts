import { fork } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Order = 'start' | 'stop' | 'freeze' | 'thaw' | 'read-only' | 'read-write' | 'pool'

/** A PostgreSQL that a test may harm. It lives in a process of its own, where the modules of the server can be loaded. */
export async function startCluster() {
  const dataDir = await mkdtemp(join(tmpdir(), 'bothways-cluster-'))
  await chmod(dataDir, 0o711) // PostgreSQL's account must get through
  const execArgv = ['--conditions=react-server', '--import', 'tsx']
  const keeper = fork('e2e/support/cluster-keeper.ts', [dataDir], {
    execArgv,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })

  /** @returns the url of the database, or of the pgbouncer before it that `pool` starts */
  async function order(what: Order): Promise<string> {
    keeper.send(what)
    const [{ url, failed }] = (await once(keeper, 'message')) as [{ url?: string; failed?: string }]
    if (failed) throw new Error(`${what}: ${failed}`)
    return url ?? ''
  }

  return {
    url: await order('start'),
    order,
    destroy: async () => {
      await order('thaw').then(() => order('stop'))
      keeper.disconnect()
      await once(keeper, 'exit')
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

export type Cluster = Awaited<ReturnType<typeof startCluster>>
