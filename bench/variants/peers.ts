import { Client } from '../../e2e/support/client'
import type { Person } from '../../e2e/support/people'
import { withDatabase } from '../../e2e/support/rows'
import type { Plan } from '../load'
import type { Server } from '../processes'
import type { Variant } from './variant'

/** The peers: what `bench/peers` has a route for. Each is signed in to as its own documentation has it. */

const withCookies = ({ jar }: Client): Plan => ({ kind: 'fixed', headers: { cookie: jar.header } })
const withToken = (token: unknown): Plan => {
  if (typeof token !== 'string' || token === '') throw new Error('A peer gave no token')
  return { kind: 'fixed', headers: { authorization: `Bearer ${token}` } }
}

type Peer = { client: Client; path: string; person: Person }

async function posted({ client, path, person: { email, password } }: Peer) {
  const answer = await client.post(path, { email, password })
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${answer.text}`)
  return answer
}

/** Form and CSRF token, as the sign-in page of Auth.js sends them. */
async function postToAuthjs(client: Client, path: string, form: Record<string, string>) {
  const { csrfToken } = (await client.get(`${path}/csrf`)).json<{ csrfToken: string }>()
  return (action: string) => client.send('POST', `${path}${action}`, { form: { ...form, csrfToken } })
}

async function authjsJwt({ client, path, person: { email, password } }: Peer): Promise<Plan> {
  const post = await postToAuthjs(client, `${path}/auth`, { email, password })
  await post('/callback/credentials')
  return withCookies(client)
}

async function authjsDatabase({ client, path, person: { email } }: Peer): Promise<Plan> {
  const post = await postToAuthjs(client, `${path}/auth`, { email })
  await post('/signin/mail')
  const { link } = (await client.get(`${path}/mail?to=${encodeURIComponent(email)}`)).json<{ link: string }>()
  const { pathname, search } = new URL(link)
  await client.get(pathname + search)
  return withCookies(client)
}

/** Signs up the first time; whoever is known there already signs in. */
async function betterAuth({ client, path, person: { name, email, password } }: Peer) {
  const answer = await client.post(`${path}/auth/sign-in/email`, { email, password })
  if (answer.status === 200) return answer
  const signedUp = await client.post(`${path}/auth/sign-up/email`, { name, email, password })
  if (signedUp.status !== 200) throw new Error(`${path}: ${signedUp.status} ${signedUp.text}`)
  return signedUp
}

const signIns: Record<string, (peer: Peer) => Promise<Plan>> = {
  '/authjs-jwt': authjsJwt,
  '/authjs-database': authjsDatabase,
  '/better-auth-database': (peer) => betterAuth(peer).then(() => withCookies(peer.client)),
  '/better-auth-cookie-cache': (peer) => betterAuth(peer).then(() => withCookies(peer.client)),
  '/better-auth-bearer': async (peer) => withToken((await betterAuth(peer)).headers['set-auth-token']),
  '/better-auth-jwt': async (peer) => {
    await betterAuth(peer)
    return withToken((await peer.client.get(`${peer.path}/auth/token`)).json().token)
  },
  '/iron-session': (peer) => posted(peer).then(() => withCookies(peer.client)),
  '/jose-eddsa': async (peer) => withToken((await posted(peer)).json().token),
  '/node-ed25519': async (peer) => withToken((await posted(peer)).json().token),
}

const names: Record<string, string> = {
  '/authjs-jwt': 'Auth.js, JWT',
  '/authjs-database': 'Auth.js, database',
  '/better-auth-database': 'Better Auth, database',
  '/better-auth-cookie-cache': 'Better Auth, cookie cache',
  '/better-auth-bearer': 'Better Auth, bearer',
  '/better-auth-jwt': 'Better Auth, JWT verified',
  '/iron-session': 'iron-session',
  '/jose-eddsa': 'jose, EdDSA',
  '/node-ed25519': "Node's Ed25519",
}

/** Whom the database of the peers knows by an address; made there by the first sign-in. */
async function idOf(databaseUrl: string, path: string, { email }: Person, personId: string): Promise<string> {
  const table = path === '/authjs-database' ? 'users' : path.startsWith('/better-auth') ? '"user"' : undefined
  if (table === undefined) return personId
  return withDatabase(databaseUrl, async (client) => {
    const { rows } = await client.query<{ id: string }>(`SELECT id::text FROM ${table} WHERE email = $1`, [
      email,
    ])
    return rows[0]?.id ?? ''
  })
}

/** @param personId of the person where the app keeps the people */
export function variantsOfPeers(
  { url }: Server,
  databaseUrl: string,
  person: Person,
  personId: string,
): Variant[] {
  const none: Variant = {
    name: 'peers, none',
    path: '/none',
    origin: url,
    signIn: async () => ({ kind: 'fixed', headers: {} }),
    expectedId: null,
    refusedWith: null,
  }
  const asking = ([path, signIn]: [string, (peer: Peer) => Promise<Plan>]): Variant => ({
    name: names[path]!,
    path,
    origin: url,
    signIn: () => signIn({ client: new Client({ url, origin: url }), path, person }),
    expectedId: () => idOf(databaseUrl, path, person, personId),
    refusedWith: 401,
  })
  return [none, ...Object.entries(signIns).map(asking)]
}
