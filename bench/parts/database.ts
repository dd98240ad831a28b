import { setTimeout as delay } from 'node:timers/promises'
import { Relay } from '@/lib/lab/faults/relay'
import { idsBy } from '@/lib/strategies'
import { Client } from '../../e2e/support/client'
import { variantsOfApp } from '../variants/ours'
import { variantsOfPeers } from '../variants/peers'
import { get, SignedIn, type Variant } from '../variants/variant'
import { connections, interleaved, type Bench, type Measure } from '../bench'
import { figure, type Figure } from '../figures'
import { headersOf } from '../load/plan'
import { names } from '../targets'

/** What is asked of the database, and what happens when it is far away: the app and its peers behind a relay. */

const settleMs = 60

/** Whose credential is made once: others would be measured with what their clients compute. */
const unbound = new Set<string>(idsBy({ proof: 'never' }))

/** @returns how many round trips `work` made, without what is sent after its answer */
async function roundTripsOf(relay: Relay, work: () => Promise<unknown>): Promise<number> {
  await delay(settleMs)
  const before = relay.questions
  await work()
  return relay.questions - before
}

async function ofSignIns({ world: { people, person } }: Bench, behind: Behind): Promise<Figure[]> {
  const ours: number[] = []
  for (const { email, password } of people.slice(0, 4)) {
    const client = new Client(behind.app)
    const signIn = () => client.post('/api/sign-in', { email, password, strategy: 'database' })
    ours.push(await roundTripsOf(behind.appRelay, signIn))
  }
  const theirs: number[] = []
  for (let turn = 0; turn < 3; turn += 1) {
    const { email, password } = person
    const client = new Client({ url: behind.peersUrl, origin: behind.peersUrl })
    const signIn = () => client.post('/better-auth-database/auth/sign-in/email', { email, password })
    theirs.push(await roundTripsOf(behind.peersRelay, signIn))
  }
  return [
    figure(names.signInRoundTrips, 'count', ours),
    figure('round trips of a password sign-in at Better Auth', 'count', theirs),
  ]
}

/** Of one request of somebody who is signed in. */
async function ofRequests(variants: Variant[], signedIn: SignedIn, relay: Relay): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const variant of variants) {
    const headers = headersOf((await signedIn.target(variant)).plan)
    const asked: number[] = []
    for (let turn = 0; turn < 3; turn += 1)
      asked.push(await roundTripsOf(relay, () => get(variant.origin + variant.path, headers())))
    figures.push(figure(`round trips of a request, ${variant.name}`, 'count', asked))
  }
  return figures
}

async function ofDelays(
  { load, size }: Bench,
  variants: Variant[],
  signedIn: SignedIn,
  relays: Relay[],
): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const variant of variants)
    await load.round(await signedIn.target(variant), connections, size.warmUpSeconds)
  for (const delayMs of size.databaseDelaysMs) {
    for (const variant of variants) await signedIn.target(variant) // signs in while the database is near
    for (const relay of relays) relay.slow(delayMs)
    const perSecond = await interleaved(variants, size.curveRounds, async (variant) => {
      const { requests, seconds } = await load.round(
        await signedIn.target(variant),
        connections,
        size.shortSeconds,
      )
      return requests / seconds
    })
    for (const relay of relays) relay.slow(0)
    for (const [name, rounds] of perSecond)
      figures.push(figure(`${name}, database ${delayMs} ms away`, 'per second', rounds))
  }
  return figures
}

async function openRelay(databaseUrl: string) {
  const relay = new Relay(databaseUrl)
  await relay.open()
  return relay
}

async function startBehind({ world }: Bench) {
  const appRelay = await openRelay(world.databaseUrl)
  const peersRelay = await openRelay(world.peersDatabaseUrl)
  const app = await world.startApp(appRelay.url)
  const peers = await world.startPeers(peersRelay.url)
  const stop = () => Promise.all([app.stop(), peers.stop(), appRelay.close(), peersRelay.close()])
  return { app, peers, peersUrl: peers.url, appRelay, peersRelay, stop }
}

type Behind = Awaited<ReturnType<typeof startBehind>>

const isNone = ({ refusedWith }: Variant) => refusedWith === null

/** Round trips to the database, and the throughput when each of them takes long. */
export const measureDatabase: Measure = async (bench) => {
  const { world } = bench
  const behind = await startBehind(bench)
  try {
    const app = variantsOfApp(behind.app, world.person)
    const peers = variantsOfPeers(behind.peers, world.peersDatabaseUrl, world.person, world.peerPersonId)
    const signedIn = new SignedIn()
    const signIns = await ofSignIns(bench, behind)
    const ours = await ofRequests(app.strategies, signedIn, behind.appRelay)
    const theirs = await ofRequests(
      peers.filter((peer) => !isNone(peer)),
      signedIn,
      behind.peersRelay,
    )
    const far = [
      ...app.strategies.filter(({ name }) => unbound.has(name)),
      ...peers.filter(({ name }) => name === 'Better Auth, database'),
    ]
    const delays = await ofDelays(bench, far, signedIn, [behind.appRelay, behind.peersRelay])
    return {
      title: 'Database',
      notes: [
        'A round trip is a simple query, or a group of messages that ends with Sync, as a relay between the process and PostgreSQL counts them. "Away" is what the same relay adds to each round trip.',
      ],
      figures: [...signIns, ...ours, ...theirs, ...delays],
    }
  } finally {
    await behind.stop()
  }
}
