import 'server-only'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Piscina } from 'piscina'
import { env } from '@/lib/env'
import { oncePerProcess } from '@/lib/once-per-process'

const idleTimeoutMs = 60_000
/** Linux gives each thread a priority of its own; on macOS it would be that of the whole process. */
const hasPriorities = process.platform === 'linux'
/** All cores where whoever answers requests goes first; else one is left to that. */
export const passwordThreads = Math.max(1, availableParallelism() - (hasPriorities ? 0 : 1))

/** The hashing queue is full: answer 503 with Retry-After. Nothing was decided about the password. */
export class Busy extends Error {
  override name = 'Busy'
}

/**
 * Threads of their own: bcrypt on the event loop stalls every request, on libuv's pool every WebCrypto
 * verification. Idle threads end by themselves and do not keep the process alive.
 */
async function start(): Promise<Piscina> {
  const { Piscina } = await import('piscina')
  return new Piscina({
    filename: join(process.cwd(), 'lib/crypto/password-worker.mjs'), // by path: a bundle has no such file
    minThreads: 0,
    maxThreads: passwordThreads,
    idleTimeout: idleTimeoutMs,
    niceIncrement: hasPriorities ? 19 : 0, // the lowest
    env: {},
    execArgv: [], // bcrypt needs none of our secrets, and no TypeScript loader
  })
}

const passwordPool = oncePerProcess('password-pool', () => ({ workers: start(), waiting: 0 }))

/**
 * Runs one task of `password-worker.mjs`.
 * @throws Busy when PASSWORD_HASH_QUEUE tasks wait already
 */
export async function runTask<Result>(name: 'hash' | 'verify', task: object): Promise<Result> {
  const pool = passwordPool()
  if (pool.waiting >= passwordThreads + env().PASSWORD_HASH_QUEUE)
    throw new Busy('The password queue is full')
  pool.waiting++
  try {
    return (await (await pool.workers).run(task, { name })) as Result
  } finally {
    pool.waiting--
  }
}
