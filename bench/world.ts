import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createCluster } from '@/lib/db/embedded/cluster'
import { placeFor } from '@/lib/db/embedded/place'
import { shutDown } from '@/lib/db/embedded/postgres-server'
import { ensureRunning, urlOf } from '@/lib/db/embedded/run'
import { launchApp, type App } from '../e2e/support/app'
import { makePerson, newPerson, type Person } from '../e2e/support/people'
import { withDatabase } from '../e2e/support/rows'
import { appFolder, peersFolder } from './build'
import { startNext, type Server } from './processes'

/** The database that all share, the app and its peers as processes of their own, and the people that they know. */

export type World = {
  /** of the database of the app */
  databaseUrl: string
  /** known to the app and to the peers */
  person: Person & { id: string }
  /** of the same person at the peers that keep people as the app likes */
  peerPersonId: string
  /** further people of the app, with the same password */
  people: Person[]
  app: App & { server: Server }
  peers: Server
  /**
   * another process of the app
   * @param databaseUrl where it finds the database; absent: as the first
   * @param origin what it takes its own address to be; absent: where it listens
   */
  startApp(databaseUrl?: string, origin?: string): Promise<App & { server: Server }>
  startPeers(databaseUrl?: string): Promise<Server>
  peersDatabaseUrl: string
  /** the settings of the app, for a script that does what the app does */
  variables: Record<string, string>
  end(): Promise<void>
}

const secret = () => randomBytes(33).toString('base64url')

/** A PostgreSQL of its own. It does not wait for the disk. */
async function startDatabase() {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'bothways-bench-'))
  await chmod(dataDir, 0o711) // PostgreSQL's account must get through
  const place = placeFor(dataDir)
  const password = secret()
  const stop = async () => {
    await shutDown(place)
    await rm(dataDir, { recursive: true, force: true })
  }
  await createCluster(place, password)
  const { port } = await ensureRunning(place, { password, durable: false })
  return { url: urlOf(port, password), stop }
}

/** No limit on sign-ins is met: what is measured is the work of one. */
const withoutLimits = {
  RATE_LIMIT_SIGN_IN_PER_ACCOUNT: '1000000',
  RATE_LIMIT_SIGN_IN_PER_ADDRESS: '1000000',
  RATE_LIMIT_SIGN_IN_OVERALL: '1000000',
}

/** LAB=off: nothing of the lab is loaded, no request is recorded. */
const settingsOf = (origin: string, databaseUrl: string, secrets: Record<string, string>) => ({
  ...secrets,
  ...withoutLimits,
  DATABASE_URL: databaseUrl,
  AUTH_URL: origin,
  LAB: 'off',
  SMTP_URL: 'smtp://127.0.0.1:9',
  LOG_LEVEL: 'warn',
})

/** `next start` of the copy of the app. */
async function startApp(databaseUrl: string, secrets: Record<string, string>, origin?: string) {
  const settings = (url: string) => settingsOf(origin ?? url, databaseUrl, secrets)
  const server = await startNext(appFolder, '/readyz', settings)
  return { ...asApp(server), server }
}

/** As the clients of the tests want it. */
function asApp({ url, log, stop }: Server): App {
  const never = () => Promise.reject(new Error('Only the launcher can do that'))
  return { url, origin: url, issuer: '', dataDir: '', log, stop, kill: never, restart: never }
}

const startPeers = (databaseUrl: string, peersSecret: string) =>
  startNext(peersFolder, '/none', (url) => ({
    DATABASE_URL: databaseUrl,
    PEERS_URL: url,
    PEERS_SECRET: peersSecret,
    AUTH_SECRET: peersSecret,
    AUTH_URL: url,
    BETTER_AUTH_URL: url,
  }))

/**
 * Starts the app once by its own launcher, which brings the database up to date, and signs somebody up in it. That one
 * has the lab on, since mail can be read there; what is measured has it off.
 */
async function signUpSomebody(databaseUrl: string, secrets: Record<string, string>): Promise<Person> {
  const app = await launchApp(
    { ...secrets, DATABASE_URL: databaseUrl, LAB: 'on', PASSWORD_HASH_COST: '12' },
    appFolder,
  )
  try {
    return await makePerson(app, newPerson())
  } finally {
    await app.stop()
  }
}

const emailOf = (at: number) => `person-${at}@example.com`

/** Copies of one person, with its hash: signing in as one of them costs what it costs anybody. */
async function copyPerson(databaseUrl: string, { email, name, password }: Person, count: number) {
  const columns = `"email", "emailVerified", "name", "role", "passwordHash", "credentialsVersion", "createdAt"`
  return withDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>('SELECT id FROM "User" WHERE email = $1', [email])
    await client.query(
      `INSERT INTO "User" (id, ${columns})
       SELECT gen_random_uuid(), 'person-' || n || '@example.com', "emailVerified", name, role, "passwordHash",
              "credentialsVersion", "createdAt"
       FROM "User", generate_series(0, $2::int - 1) n WHERE email = $1`,
      [email, count],
    )
    const people = Array.from({ length: count }, (_, at) => ({ name, password, email: emailOf(at) }))
    return { id: rows[0]!.id, people }
  })
}

async function setUpPeers({ url }: Server, person: Person): Promise<string> {
  const answer = await fetch(`${url}/set-up`, { method: 'POST', body: JSON.stringify(person) })
  if (answer.status !== 200) throw new Error(`The peers cannot be set up: ${answer.status}`)
  return ((await answer.json()) as { id: string }).id
}

/**
 * Starts all that is measured. What was built before is taken as it is.
 * An interrupted process ends it before it exits.
 * @param copies how many people the app knows beside the one
 * @throws Error with what was said by whatever did not start; then nothing is left running
 */
export async function startWorld(copies: number): Promise<World> {
  const ends: (() => Promise<unknown>)[] = []
  let ending: Promise<void> | undefined
  const endAll = async () => {
    for (const one of ends.reverse()) await one()
  }
  const end = () => (ending ??= endAll()) // an interrupted run ends it twice
  const interrupted = () => void end().finally(() => process.exit(130))
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted)
  const kept = async <Thing extends { stop: () => Promise<void> }>(starting: Promise<Thing>) => {
    const thing = await starting
    ends.push(thing.stop)
    return thing
  }
  try {
    const cluster = await kept(startDatabase())
    await withDatabase(cluster.url, (client) => client.query('CREATE DATABASE peers'))
    const peersDatabaseUrl = cluster.url.replace(/\/[^/]*$/, '/peers')
    const secrets = { AUTH_SECRET: secret(), LOCAL_PROVIDER_SECRET: secret() }
    const peersSecret = secret()
    const person = await signUpSomebody(cluster.url, secrets)
    const { id, people } = await copyPerson(cluster.url, person, copies)
    const peers = await kept(startPeers(peersDatabaseUrl, peersSecret))
    return {
      databaseUrl: cluster.url,
      peersDatabaseUrl,
      variables: settingsOf('http://localhost:3000', cluster.url, secrets),
      person: { ...person, id },
      people,
      peerPersonId: await setUpPeers(peers, person),
      app: await kept(startApp(cluster.url, secrets)),
      peers,
      startApp: (url = cluster.url, origin) => startApp(url, secrets, origin),
      startPeers: (url = peersDatabaseUrl) => startPeers(url, peersSecret),
      end,
    }
  } catch (error) {
    await end()
    throw error
  }
}
