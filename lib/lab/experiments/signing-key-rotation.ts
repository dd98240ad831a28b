import 'server-only'
import { publicKeys, rotateKeys } from '@/lib/auth'
import { db } from '@/lib/db/prisma-client'
import { openId } from '@/lib/standards'
import { strategyIds } from '@/lib/strategies'
import { acceptedFor, secondsOn, standing, renewAt } from '../trial/clock'
import type { LabClient } from '../trial/lab-client'
import { expected } from '../trial/browser'
import type { Trial } from '../trial/trial'
import type { Experiment, Outcome } from './contract'

type Key = { kid: string; createdAt: Date; activeAt: Date }

const attemptsMax = 100
/** Longer than an instance goes on with the keys that it has read. */
const laterSeconds = 31
/** Longer than any token that was signed by the key before. */
const overSeconds = 306

const newestKey = (): Promise<Key> =>
  db().signingKey.findFirstOrThrow({
    orderBy: { activeAt: 'desc' },
    select: { kid: true, createdAt: true, activeAt: true },
  })

const kidsAt = async (at: Date) => (await publicKeys(at)).keys.map(({ kid }) => kid)

/** `keptSeconds`: for how long whoever asked may go on with them */
async function kidsOverHttp({ api }: LabClient) {
  const { value, headers } = expected(200, await api.call('GET /.well-known/jwks.json'))
  const [, keptSeconds] = /max-age=(\d+)/.exec(headers.get('cache-control') ?? '') ?? []
  return { kids: value.keys.map(({ kid }) => kid), keptSeconds: Number(keptSeconds) }
}

/** An instance looks again every half a minute: it is asked with a later clock until it has. */
async function published(client: LabClient, { kid }: Key) {
  for (let attempt = 0; attempt < attemptsMax; attempt++) {
    const known = await kidsAt(secondsOn(new Date(), laterSeconds))
    const published = await kidsOverHttp(client)
    if (known.includes(kid) && published.kids.includes(kid)) return published
  }
  throw new Error('The next key is not published')
}

/** The key that a credential names in its header, if it has one. */
function kidOf({ credential }: LabClient): string | null {
  try {
    const header: unknown = JSON.parse(Buffer.from(credential.split('.')[0] ?? '', 'base64url').toString())
    return (header as { kid?: string }).kid ?? null
  } catch {
    return null
  }
}

/** A credential that no key of the set has signed. One that lives for minutes is renewed until then, as its client would. */
async function ofNoKey({ step }: Trial, client: LabClient, { activeAt }: Key): Promise<Outcome> {
  await step('It is renewed in the last second of the old key.', () =>
    renewAt(client, secondsOn(activeAt, -1)),
  )
  const after = await step('The door is asked after the change of keys.', () => standing(client, activeAt))
  return after === 'authenticated'
    ? { verdict: 'Goes on: it names no signing key', result: 'resists' }
    : { verdict: 'Ended by the rotation', result: 'vulnerable' }
}

/** One token by either key: the last of the old one, and the first of the new. */
async function ofKey({ step }: Trial, client: LabClient, next: Key): Promise<Outcome> {
  await step('A token is renewed in the last second of the old key.', () =>
    renewAt(client, secondsOn(next.activeAt, -1)),
  )
  const last = client.copy()
  await step('And another in the first of the new one.', () => renewAt(client, next.activeAt))
  const [old, fresh] = [kidOf(last), kidOf(client)]
  const accepted = await step('The door is asked about the old one, second by second.', () =>
    acceptedFor(last, next.activeAt),
  )
  const during = await kidsAt(secondsOn(next.activeAt, accepted))
  const afterwards = await kidsAt(secondsOn(next.activeAt, overSeconds))
  const measured = { 'seconds that the old token went on': accepted, 'keys published at once': during.length }
  if (fresh !== next.kid || old === next.kid || accepted === 0)
    return { verdict: 'Ended by the rotation', result: 'vulnerable', measured }
  return afterwards.includes(old ?? '')
    ? { verdict: 'Goes on, and the old key stays', result: 'vulnerable', measured }
    : { verdict: 'Goes on: the old key verifies until its last token has ended', result: 'resists', measured }
}

export const signingKeyRotation: Experiment = {
  slug: 'signing-key-rotation',
  title: 'Rotation of the signing key',
  question: 'The key that signs the tokens is replaced while people are signed in. Who is signed out?',
  prediction: {
    ask: 'Who has to sign in again?',
    options: ['Nobody', 'Whoever holds a token of the old key', 'Everybody'],
  },
  strategies: strategyIds,
  async run(trial) {
    const { signedIn, step } = trial
    const client = await signedIn('The owner')
    const asked = await step('The next key is asked for.', () => rotateKeys(new Date()))
    const next = await newestKey()
    const { kids, keptSeconds } = await step('It is published, beside the one that signs.', () =>
      published(client, next),
    )
    const leadSeconds = (next.activeAt.getTime() - next.createdAt.getTime()) / 1000
    const atOnce = await step('The owner calls /api/me.', () => client.me())
    const measured = {
      'next key': asked ? 'made by this run' : 'was waiting already',
      'keys in the JWK Set': kids.length,
      'status at once': atOnce.status,
      'seconds between its making and its first signature': leadSeconds,
    }
    if (!(leadSeconds >= keptSeconds))
      return { verdict: 'The new key signs before everybody can know it', result: 'vulnerable', measured }
    if (atOnce.status !== 200) return { verdict: 'Ended by the rotation', result: 'vulnerable', measured }
    const outcome = await (kidOf(client) === null ? ofNoKey : ofKey)(trial, client, next)
    return { ...outcome, measured: { ...measured, ...outcome.measured } }
  },
  why: 'The next key is published before it signs, so that everybody who caches keys has it in time, and the one before goes on verifying until the last token that it signed has ended. A token names its key by kid, which only chooses among published ones. The cookies have nothing to do with these keys: an opaque id has none, and the encrypted JWT has one derived from AUTH_SECRET, without a kid and without an overlap. Changing that secret ends every one of them.',
  clause: openId('core', '10.1.1', 'RotateSigKeys'),
}
