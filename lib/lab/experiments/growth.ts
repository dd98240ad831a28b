import 'server-only'
import type { StoredIdTokenData } from '@/lib/auth'
import { storedIdTokenData } from '@/lib/oidc'
import { strategyIds } from '@/lib/strategies'
import { beginSession, personNow } from '../trial/begin-session'
import type { LabClient } from '../trial/lab-client'
import type { LabPerson } from '../trial/person'
import type { Trial } from '../trial/trial'
import type { Experiment, Outcome } from './contract'

/** What a browser keeps of a cookie, its name counted in. @see RFC 6265bis §5.6 */
const cookieMaxBytes = 4096
/** the longest that a form takes, in a script of three bytes a character */
const longestName = '語'.repeat(100)
const shortestName = 'A'
const longestIdToken = 8 * 1024

type Issued = { credential: string; bytes: number }
type Carried = { name: string; kept: StoredIdTokenData }

const nothing: StoredIdTokenData = { as: 'claims', claims: {} }
const idTokenOf = (bytes: number): StoredIdTokenData => ({ as: 'id-token', idToken: 'x'.repeat(bytes) })

/** Signs the person in as the app does after a provider vouched, with so much to carry. */
async function issue(client: LabClient, labPerson: LabPerson, { name, kept }: Carried): Promise<Issued> {
  const person = { ...(await personNow(labPerson)), name }
  const upstream = {
    issuer: 'https://issuer.invalid',
    subject: person.id,
    issuerSid: null,
    idTokenData: kept,
  }
  const issued = await beginSession(client, person, new Date(), upstream)
  if ('tokens' in issued) {
    const { access_token: credential } = issued.tokens
    return { credential, bytes: credential.length }
  }
  const cookie = issued.cookies.find((one) => one.name.endsWith(`session.${client.strategy}`))!
  return { credential: cookie.value, bytes: cookie.name.length + 1 + cookie.value.length }
}

/** The most bytes of an ID token with which the credential still fits a cookie. */
async function largestFitting(bytesWith: (idTokenBytes: number) => Promise<number>) {
  let [fits, tooMuch] = [0, longestIdToken]
  while (tooMuch - fits > 1) {
    const middle = Math.floor((fits + tooMuch) / 2)
    if ((await bytesWith(middle)) <= cookieMaxBytes) fits = middle
    else tooMuch = middle
  }
  return fits
}

/** `chosen`: with what the app itself keeps of such an ID token, where its settings say to keep it */
type Seen = {
  least: number
  named: number
  kept: number
  chosen: number
  most: number | null
  accepted: number
}

async function observe({ person, signedIn, step }: Trial): Promise<Seen> {
  const owner = await signedIn('The owner')
  const bytesWith = async (carried: Carried) => (await issue(owner, person, carried)).bytes
  const withIdToken = (bytes: number) => bytesWith({ name: shortestName, kept: idTokenOf(bytes) })
  const least = await step('Signed in with a name of one letter.', () =>
    bytesWith({ name: shortestName, kept: nothing }),
  )
  const named = await step('The same with the longest name.', () =>
    bytesWith({ name: longestName, kept: nothing }),
  )
  const kept = await step('The same with an ID token that is kept.', () => withIdToken(longestIdToken))
  const chosen = await step('The same with what the app itself keeps of that one.', () =>
    bytesWith({ name: shortestName, kept: storedIdTokenData('x'.repeat(longestIdToken), {}, 'id-token') }),
  )
  const grows = kept > cookieMaxBytes && !owner.isToken
  const most = grows
    ? await step('Which is the largest that fits a cookie?', () => largestFitting(withIdToken))
    : null
  const carried = { name: shortestName, kept: idTokenOf(most ?? longestIdToken) }
  const { credential } = await issue(owner, person, carried)
  const { status } = await step('The largest is sent to /api/me.', () =>
    owner.withCredential(credential).me(),
  )
  return { least, named, kept, chosen, most, accepted: status }
}

/** The name of the cookie and the address of the app take their share: the cell says it in round numbers. */
const roundedDown = (bytes: number) => Math.floor(bytes / 500) * 500

function verdictOf(seen: Seen): Pick<Outcome, 'verdict' | 'result'> {
  const { least, named, chosen, most, accepted } = seen
  if (most !== null && chosen > cookieMaxBytes)
    return { verdict: 'The app fills the cookie until the browser drops it', result: 'vulnerable' }
  if (accepted !== 200) return { verdict: 'Refused when it is large', result: 'vulnerable' }
  if (most !== null)
    return {
      verdict: `Grows: full with some ${roundedDown(most)} bytes of an ID token`,
      result: 'vulnerable',
    }
  return named > least
    ? { verdict: 'Grows with the name, not with what is kept', result: 'time-limited' }
    : { verdict: 'Always the same', result: 'resists' }
}

function outcomeOf(seen: Seen): Outcome {
  const { least, named, kept, chosen, most, accepted } = seen
  const measured: Record<string, number> = {
    'bytes at least': least,
    'bytes with the longest name': named,
    [`bytes with ${longestIdToken} bytes of an ID token`]: kept,
    'bytes with what the app keeps of it': chosen,
  }
  if (most !== null) measured['bytes of an ID token that fit'] = most
  measured['status with the largest'] = accepted
  return { ...verdictOf(seen), measured }
}

export const growth: Experiment = {
  slug: 'growth',
  title: 'Growth with claims',
  question: 'A longer name, and the provider’s ID token kept: what does each request carry then?',
  prediction: {
    ask: 'Which credential stops fitting into a cookie (4096 bytes with its name)?',
    options: ['None', 'The encrypted JWT', 'The signed JWT'],
  },
  strategies: strategyIds,
  run: async (trial) => outcomeOf(await observe(trial)),
  why: 'A reference has one size, whatever is kept behind it. A token is as long as what it says, with a third more for base64url and its encryption or signature, and travels with each request. A browser drops a cookie of more than 4096 bytes without a word: the app keeps an ID token in the cookie only up to a size that surely fits, and claims of it above. The tokens of this app leave what the provider said in the row.',
  clause: {
    name: 'RFC 6265bis, draft 22 §5.6',
    href: 'https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-22#section-5.6',
  },
}
