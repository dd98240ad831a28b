import 'server-only'
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader, importJWK, SignJWT, type JWK } from 'jose'
import { sha256Base64url } from '@/lib/crypto'
import { rfc } from '@/lib/standards'
import { strategies, strategyIds } from '@/lib/strategies'
import { LabBrowser } from '../trial/browser'
import { LabClient } from '../trial/lab-client'
import { rowsOf, valuesIn } from '../trial/person'
import type { Trial } from '../trial/trial'
import type { Experiment, Outcome } from './contract'

type Seen = {
  values: number
  accepted: number
  signed: number
  inClear: boolean
  digested: boolean
  /** the credential names a value that is kept, which is worth nothing without the signature of the app */
  named: boolean
  ifInClear: number
}

/** As a cookie or an access token, and as a refresh token where there are any. */
async function opens(client: LabClient, value: string): Promise<boolean> {
  if ((await client.withCredential(value).me()).status === 200) return true
  if (!client.isToken) return false
  const json = { refresh_token: value }
  return (await new LabBrowser().api.call('POST /api/token/refresh', { json })).ok
}

async function countOpening(client: LabClient, values: string[]) {
  let count = 0
  for (const value of values) if (await opens(client, value)) count += 1
  return count
}

/** The private keys among the values, as JWKs: where one lies there in clear. */
const privateKeysIn = (values: string[]): JWK[] =>
  values.flatMap((value) => {
    try {
      const read = JSON.parse(value) as JWK | null
      return typeof read?.d === 'string' ? [read] : []
    } catch {
      return []
    }
  })

/** Tokens that the thief signs with such keys: what a good one says, for the thief's own key where it is bound to one. */
async function signedBy(keys: JWK[], { credential }: LabClient, thief: LabClient): Promise<string[]> {
  if (keys.length === 0) return []
  const header = decodeProtectedHeader(credential)
  const claims = decodeJwt(credential)
  const jkt = await thief.prover?.thumbprint()
  const own = jkt === undefined ? claims : Object.assign(claims, { cnf: { jkt } })
  const signing = keys.map(async (key) =>
    new SignJWT(own)
      .setProtectedHeader({
        alg: `${header.alg}`,
        typ: `${header.typ}`,
        kid: await calculateJwkThumbprint(key),
      })
      .sign(await importJWK(key, header.alg)),
  )
  return Promise.all(signing)
}

const namesOneOf = (values: string[], credential: string) => {
  const content = Buffer.from(credential.split('.')[0] ?? '', 'base64url').toString()
  return values.some((value) => value.length >= 20 && content.includes(value))
}

async function observe({ person, signedIn, step }: Trial): Promise<Seen> {
  const owner = await signedIn('The owner')
  const secrets = [owner.credential, owner.browser.tokens.refresh_token ?? owner.credential]
  const values = await step(
    'A thief gets all rows of this person, and the keys that sign tokens.',
    async () => valuesIn(await rowsOf(person.id)),
  )
  const accepted = await step(`Each of the ${values.length} values in them is tried.`, () =>
    countOpening(owner, values),
  )
  const thief = new LabClient(owner.strategy)
  const signed = await step('What lies there as a private key signs tokens, which are tried.', async () =>
    countOpening(thief, owner.isToken ? await signedBy(privateKeysIn(values), owner, thief) : []),
  )
  const digests = new Map(secrets.map((secret) => [sha256Base64url(secret), secret]))
  const replaced = values.flatMap((value) => digests.get(value) ?? [])
  const ifInClear = await step('The same, as if no digest had been made of them.', () =>
    countOpening(owner, replaced),
  )
  const inClear = secrets.some((secret) => values.includes(secret))
  const named =
    strategies[owner.strategy].credential === 'signed-reference' && namesOneOf(values, owner.credential)
  return { values: values.length, accepted, signed, inClear, digested: replaced.length > 0, named, ifInClear }
}

function outcomeOf({ values, accepted, signed, inClear, digested, named, ifInClear }: Seen): Outcome {
  const measured: Record<string, number> = {
    'values tried': values,
    accepted,
    'accepted, signed by the thief': signed,
  }
  if (digested) measured['accepted, had they been kept in clear'] = ifInClear
  if (accepted > 0 || signed > 0 || inClear)
    return { verdict: 'Signs the thief in', result: 'vulnerable', measured }
  const kept = digested ? 'digests only' : named ? 'a name without its signature' : 'nothing of it is there'
  return { verdict: `Of no use: ${kept}`, result: 'resists', measured }
}

export const databaseLeak: Experiment = {
  slug: 'database-leak',
  title: 'Database leak',
  question: 'Somebody has a dump of the database, and sends what is in it. Are they signed in?',
  prediction: {
    ask: 'Which strategies fall to a leak of the rows?',
    options: ['Those that keep a session row', 'Those that keep a key', 'None, if only digests are kept'],
  },
  strategies: strategyIds,
  run: async (trial) => outcomeOf(await observe(trial)),
  why: 'A session id or a refresh token is 256 random bits, and the row holds their SHA-256: it finds the row for whoever has the token, and nobody gets from it to the token. The last step tries the same rows as if they held the token itself: whatever is accepted there is what the digest is worth. The keys that sign tokens are encrypted with a secret that is not in the database.',
  clause: rfc(6819, '5.1.4.1.3'),
}
