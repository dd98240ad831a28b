import 'server-only'
import { setTimeout as delay } from 'node:timers/promises'
import getPort from 'get-port'
import { changePassword, database, role, EmbeddedError } from './cluster'
import { answer, lastWords, launch, runningPort, shutDown } from './postgres-server'
import type { Place } from './place'

const startTimeoutMs = 60_000
const restartTimeoutMs = 15_000
const pollMs = 25

export type Wanted = { password: string; durable: boolean; port?: number | undefined }

/** With the password in it: not for a log. @param name of the database; absent: that of the app */
export const urlOf = (port: number, password: string, name = database) =>
  `postgresql://${role}:${encodeURIComponent(password)}@127.0.0.1:${port}/${name}`

/** Waits for an answer as long as the server lives. Recovery after a crash can take a while. */
async function settled(place: Place, url: string, isRunning: () => boolean) {
  const deadline = Date.now() + startTimeoutMs
  while (isRunning()) {
    const said = await answer(url)
    if (said !== 'silent') return said
    if (Date.now() > deadline)
      throw new EmbeddedError(`The embedded database does not answer: ${lastWords(place)}.`)
    await delay(pollMs)
  }
  return 'gone'
}

async function reuse(place: Place, password: string) {
  const port = runningPort(place)
  if (port === undefined) return undefined
  const said = await settled(place, urlOf(port, password), () => runningPort(place) === port)
  if (said === 'ready') return port
  if (said === 'wrong password') await shutDown(place)
  return undefined
}

async function start(place: Place, { password, durable, port: fixed }: Wanted) {
  const port = fixed ?? (await getPort({ host: '127.0.0.1' }))
  const child = launch(place, { port, durable })
  const said = await settled(
    place,
    urlOf(port, password),
    () => child.pid !== undefined && child.exitCode === null && child.signalCode === null,
  )
  if (said === 'ready') return port
  if (said === 'wrong password') {
    await shutDown(place)
    await changePassword(place, password)
  }
  return undefined
}

/** Makes sure that the cluster's server runs and answers. Called under the place's lock.
 *  A start can fail for a moment: a port just taken, or children of a killed server not gone yet.
 *  @throws EmbeddedError with the server's own last words */
export async function ensureRunning(
  place: Place,
  wanted: Wanted,
): Promise<{ port: number; reused: boolean }> {
  const deadline = Date.now() + restartTimeoutMs
  for (;;) {
    const running = await reuse(place, wanted.password)
    if (running !== undefined) return { port: running, reused: true }
    const port = await start(place, wanted)
    if (port !== undefined) return { port, reused: false }
    if (Date.now() > deadline)
      throw new EmbeddedError(`The embedded database does not start: ${lastWords(place)}.`)
    await delay(pollMs)
  }
}
