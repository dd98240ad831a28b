import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createCluster } from '@/lib/db/embedded/cluster'
import { placeFor } from '@/lib/db/embedded/place'
import { startPooler } from '@/lib/db/embedded/testing/pooler'
import { ensureRunning, urlOf } from '@/lib/db/embedded/run'
import { shutDown } from '@/lib/db/embedded/postgres-server'
import { execute, withDatabase } from '@/lib/db/testing/scratch-database'
import type { Order } from './cluster'

/** Does to a PostgreSQL what `cluster.ts` orders, over the channel. Ends when its parent lets go. */

const password = 'kept-by-a-test-only-0123456789abcdef'
const place = placeFor(process.argv[2] ?? '')
let port: number | undefined

async function start() {
  await createCluster(place, password)
  ;({ port } = await ensureRunning(place, { password, durable: false, port }))
  return urlOf(port, password)
}

/** The server and its children: each is in a session of its own. */
function processes(): number[] {
  const server = Number(readFileSync(path.join(place.cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
  const all = execFileSync('ps', ['-A', '-o', 'pid=,ppid=']).toString().trim().split('\n')
  const children = all
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === server)
  return [server, ...children.map(([pid]) => pid!)]
}

const signal = (name: NodeJS.Signals) => processes().forEach((pid) => process.kill(pid, name))

/** Connections that are open keep their old setting: they are ended. */
async function setReadOnly(value: 'on' | 'off') {
  const url = withDatabase(urlOf(port ?? 0, password), 'postgres')
  await execute(url, `ALTER DATABASE bothways SET default_transaction_read_only = ${value}`)
  await execute(url, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'bothways'`)
}

let endPooler: (() => Promise<void>) | undefined

/** A stock one with few connections for many clients. */
async function pool() {
  const lines = ['default_pool_size = 4']
  const pooler = await startPooler(urlOf(port ?? 0, password), { mode: 'transaction', lines })
  endPooler = pooler.stop
  return pooler.url
}
process.on('disconnect', () => void endPooler?.())

const orders: Record<Order, () => unknown> = {
  start,
  stop: () => shutDown(place),
  freeze: () => signal('SIGSTOP'),
  thaw: () => signal('SIGCONT'),
  'read-only': () => setReadOnly('on'),
  'read-write': () => setReadOnly('off'),
  pool,
}

process.on('message', (order: Order) => {
  Promise.resolve()
    .then(() => orders[order]())
    .then(
      (result) => process.send?.({ url: typeof result === 'string' ? result : undefined }),
      (error: Error) => process.send?.({ failed: error.message }),
    )
})
