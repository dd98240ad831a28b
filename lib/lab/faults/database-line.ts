import 'server-only'
import { withConnection } from '@/lib/db/prisma-client'
import { env } from '@/lib/env'
import { Relay } from './relay'

/** The way to the database, for the calls of one trial. */
export type DatabaseLine = {
  /** @param roundTripMs what a question and its answer take longer from now on, together */
  slow: (roundTripMs: number) => void
  /** breaks what is open; from now on nobody answers */
  cut: () => Promise<void>
  mend: () => Promise<void>
}

/**
 * Runs `work` with a database connection that leads through a line of its own: a relay of this process, which can be
 * slowed and cut. Only calls below `work`, in this process, notice; the line ends with it.
 * Does NOT work where DATABASE_URL names a Unix socket, or wants the certificate of a host by its name.
 */
export async function onDatabaseLine<Result>(work: (line: DatabaseLine) => Promise<Result>): Promise<Result> {
  const relay = new Relay(env().DATABASE_URL)
  await relay.open()
  const line = {
    slow: (roundTripMs: number) => relay.slow(roundTripMs),
    cut: () => relay.close(),
    mend: () => relay.open(),
  }
  try {
    return await withConnection(relay.url, () => work(line))
  } finally {
    await relay.close()
  }
}
