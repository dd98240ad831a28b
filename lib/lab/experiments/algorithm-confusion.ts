import 'server-only'
import { strategyRegistry } from '@/lib/auth'
import type { Exchange, ApiAnswerOf } from '@/lib/client'
import { asvs } from '@/lib/standards'
import { strategyIds } from '@/lib/strategies'
import { attackersKey, forgeries, type PublicKey } from '../attacks/forgeries'
import { withCanary } from '../attacks/canary'
import { misissued } from '../attacks/misissued'
import type { Variant } from '../attacks/variants'
import { freshIdToken } from '../trial/at-provider'
import { expected } from '../trial/browser'
import { LabClient } from '../trial/lab-client'
import type { Trial } from '../trial/trial'
import type { Experiment } from './contract'

type Claims = Record<string, unknown>

/** What a token of ours says, read as anybody can read it: only what is signed and not encrypted. */
function readable(credential: string): Claims {
  try {
    return JSON.parse(Buffer.from(credential.split('.')[1] ?? '', 'base64url').toString()) as Claims
  } catch {
    return {}
  }
}

/** Good credentials of the same person, of every other strategy. */
async function ofOthers({ strategy, person }: Trial): Promise<Variant[]> {
  const others = Object.values(strategyRegistry).filter(({ id }) => id !== strategy)
  const clients = others.map(({ id }) => new LabClient(id))
  for (const client of clients) expected(200, await client.signIn(person))
  return clients.map((client) => ({
    name: `a good ${client.strategy} credential`,
    credential: client.credential,
  }))
}

async function publicKey(client: LabClient): Promise<PublicKey> {
  const { keys } = expected(200, await client.api.call('GET /.well-known/jwks.json')).value
  const [key] = keys
  if (!key) throw new Error('The app publishes no key')
  return key as PublicKey
}

/** A credential of another strategy is accepted as what it is where both travel alike: that is no confusion. */
const isTaken = ({ strategy }: LabClient, answer: ApiAnswerOf<'GET /api/me'>) =>
  answer.ok && answer.value.strategy === strategy

type Attacked = { taken: string[]; stumbled: string[] }

/** What is taken, and what makes the app fail. */
async function attack(client: LabClient, variants: Variant[]): Promise<Attacked> {
  const attacked: Attacked = { taken: [], stumbled: [] }
  for (const { name, credential } of variants) {
    const answer = await client.withCredential(credential).me()
    if (isTaken(client, answer)) attacked.taken.push(name)
    if (answer.status >= 500) attacked.stumbled.push(name)
  }
  return attacked
}

/** Why, in the words of the answer. */
const reasonOf = ({ status, headers }: Exchange) =>
  /error_description="([^"]*)"/.exec(headers.get('www-authenticate') ?? '')?.[1] ?? `${status}`

/**
 * The claims of the attacker's choice: an administrator, for as long as a token may live. Those that cannot be read are
 * known from the source: every one that a credential of this app has.
 */
function wished(good: Claims, id: string, email: string, now: Date): Claims {
  const seconds = Math.floor(now.getTime() / 1000)
  return {
    sub: id,
    email,
    name: null,
    ver: 1,
    sid: crypto.randomUUID(),
    jti: crypto.randomUUID(),
    provider: 'credentials',
    iat: seconds,
    exp: seconds + 300,
    auth_time: seconds,
    session_end: seconds + 3600,
    ...good,
    role: 'admin',
  }
}

export const algorithmConfusion: Experiment = {
  slug: 'algorithm-confusion',
  title: 'Confusion of algorithms, keys and tokens',
  question:
    'An attacker knows all that is public: the keys, the claims, the libraries. Can they make a credential that the app takes for its own?',
  prediction: {
    ask: 'Which of the forgeries is taken?',
    options: [
      'None',
      'alg: none',
      'HS256 with the public key',
      'One whose header says where its key is',
      'A good ID token of a provider that the app trusts',
    ],
  },
  strategies: strategyIds,
  async run(trial) {
    const { person, signedIn, step } = trial
    const client = await signedIn('The owner')
    const ours = await publicKey(client)
    const attackers = attackersKey(ours.alg)
    return withCanary({ keys: [attackers.jwk] }, async (canary) => {
      const claims = wished(readable(client.credential), person.id, person.email, new Date())
      const forged = await forgeries(claims, ours, attackers, canary.url)
      const attacked = await step(`${forged.length} forgeries are sent to /api/me.`, () =>
        attack(client, forged),
      )
      const good = readable(client.credential)
      const own = await misissued(good, new Date())
      const signed = await step(
        `${own.length} tokens that the app signed, each wrong in one thing, are sent.`,
        () => attack(client, own),
      )
      const others = await step('The person signs in under the other strategies.', () => ofOthers(trial))
      const crossed = await step('Their credentials are sent in the place of this one.', () =>
        attack(client, others),
      )
      const idToken = await step('Somebody signs in at the local provider.', freshIdToken)
      const answer = await step('The ID token is sent as the credential.', () =>
        client.withCredential(idToken).me(),
      )
      const control = client.withCredential(client.credential)
      await step('The good one is sent the same way.', async () => expected(200, await control.me()))
      const taken = [attacked, signed, crossed].flatMap((some) => some.taken)
      const stumbled = [attacked, signed, crossed].flatMap((some) => some.stumbled)
      if (isTaken(client, answer)) taken.push('the ID token')
      const measured = {
        'forgeries tried': forged.length,
        'signed by the app with one thing wrong, tried': own.length,
        'credentials of other strategies tried': others.length,
        taken: taken.join(', ') || 'none',
        'made the app fail': stumbled.join(', ') || 'none',
        'requests to the attacker’s server': canary.hits(),
        'answer to the ID token': reasonOf(answer),
      }
      if (canary.hits() > 0)
        return { verdict: 'A forgery makes the app fetch a key', result: 'vulnerable', measured }
      if (taken.length > 0) return { verdict: 'Some forgeries are taken', result: 'vulnerable', measured }
      return stumbled.length > 0
        ? { verdict: 'Some forgeries make the app fail', result: 'vulnerable', measured }
        : { verdict: 'No forgery is taken, no address is asked', result: 'resists', measured }
    })
  },
  why: 'The app names the algorithms, the type, the issuer and the audience that it accepts, and takes nothing of that from the token; a kid only chooses among its own keys. Nor is a good signature enough: a token that the app itself signed is refused where it is for another API, of another type, too old or too long-lived. An opaque id leaves no algorithm to confuse, only the guess of 256 random bits. An ID token has a good signature of a trusted issuer, and is refused all the same: it is of another type, for another audience, and tells a client who somebody is.',
  clause: asvs('9.1.2'),
}
