import 'server-only'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { newClient } from '@/lib/db/connection'
import { env } from '@/lib/env'
import { Relay } from '../faults/relay'
import { withInstance } from '../faults/second-instance'
import type { Reading } from './measurement'
import { median } from './statistics'

/** A process of this build that is measured from outside, and the line between it and the database. */
export type Measured = {
  reading: Reading
  address: string
  line: Relay
  /** what it has computed so far, all threads, microseconds */
  cpuMicros: () => Promise<number>
  /** how long one round trip on its line takes, milliseconds: what a `SELECT` of our own takes there */
  roundTrip: () => Promise<number>
}

/** By path: a bundle has no such file. */
const preload = () => pathToFileURL(join(process.cwd(), 'lib/lab/measure/measured-process.mjs')).href

/** As in production: nothing of the lab is loaded, nothing is traced; and each setting that concerns speed as by default. */
const settingsOf = (reading: Reading, databaseUrl: string) => ({
  LAB: 'off',
  SMTP_URL: env().SMTP_URL ?? 'smtp://127.0.0.1:9',
  DATABASE_URL: databaseUrl,
  DIRECT_DATABASE_URL: databaseUrl,
  SESSION_CACHE: reading === 'row' ? '0' : '',
  OTEL_EXPORTER_OTLP_ENDPOINT: '',
  DATABASE_POOL_SIZE: '',
  LOG_LEVEL: 'warn',
  DPOP_NONCE: '',
})

/** Runs `work` while a measured process answers requests. It and its line end with the work. */
export async function withMeasured<Result>(
  reading: Reading,
  signal: AbortSignal,
  work: (measured: Measured) => Promise<Result>,
): Promise<Result> {
  const line = new Relay(env().DATABASE_URL)
  await line.open()
  try {
    const settings = settingsOf(reading, line.url)
    return await withInstance({ settings, preload: preload(), signal }, async (instance) => {
      const { address, process: child } = instance
      const cpuMicros = async () => {
        const answer = once(child, 'message', { signal })
        child.send('cpu')
        return (await answer)[0] as number
      }
      return work({ reading, address, line, cpuMicros, roundTrip: () => roundTripOn(line, signal) })
    })
  } finally {
    await line.close()
  }
}

const roundTrips = 3

async function roundTripOn(line: Relay, signal: AbortSignal): Promise<number> {
  const client = newClient(line.url)
  await client.connect()
  try {
    const taken: number[] = []
    for (let done = 0; done < roundTrips; done += 1) {
      signal.throwIfAborted()
      const start = performance.now()
      await client.query('SELECT')
      taken.push(performance.now() - start)
    }
    return median(taken)
  } finally {
    await client.end()
  }
}
