import 'server-only'
import type { CookieStrategyId } from '@/lib/auth'
import { env } from '@/lib/env'
import type { Exchange } from '@/lib/client'
import { LabBrowser } from '../trial/browser'
import { LabClient } from '../trial/lab-client'
import { withProviderPerson } from '../trial/person'
import { recordedFetch } from '../wire/recording'
import type { Stage } from '../wire/stage'
import type { Step } from './flow'
import { expected, fromThenOn, revocation } from './with-password'

type Way = { strategy: CookieStrategyId; provider: 'local-confidential' | 'local-public'; pkce: boolean }

/** Where an answer sends the browser, as a path: which server it belongs to, whoever calls knows. */
function onward({ headers, status }: Exchange, origin: string): string {
  const location = headers.get('location')
  if (!location) throw new Error(`A redirect was expected, ${status} came`)
  const { pathname, search } = new URL(location, origin)
  return pathname + search
}

type Person = { email: string; password: string }
type SignedIn = { client: LabClient; callback: string }

/** As a path, where the page that the form led to goes on by itself. */
function goesOn({ text, status }: Exchange): string {
  const [, url] = /;url=([^"]+)"/.exec(text) ?? []
  if (!url) throw new Error(`A page that goes on was expected, ${status} came`)
  const { pathname, search } = new URL(url.replaceAll('&amp;', '&'))
  return pathname + search
}

/** The whole of a flow in which the local provider vouches for the person. */
export const throughProvider = (way: Way) => (stage: Stage) =>
  withProviderPerson(async (person) => {
    const { client, callback } = await signedIn(way, stage, person)
    const phone = await signedIn(way, unrecorded, person)
    await fromThenOn(stage, client, phone.client)
    const stranger = new LabBrowser({ fetch: recordedFetch })
    await stage.act('code-again', () => stranger.send('GET', callback))
  })

/** What is done beside a flow belongs to none of its steps. */
const unrecorded: Stage = { act: (_, work) => work() }

async function signedIn({ strategy, provider, pkce }: Way, stage: Stage, person: Person): Promise<SignedIn> {
  const app = new LabBrowser({ fetch: recordedFetch })
  if (!pkce) app.setCookie(`${env().https ? '__Host-' : ''}provider-lab`, 'without.claims')
  const started = await stage.act('start', () =>
    app.send('POST', `/api/sign-in/${provider}`, { form: { strategy, callbackUrl: '/account' } }),
  )
  const callback = await atProvider(stage, started, person)
  await stage.act('callback', () => expected(302, app.send('GET', callback)), app)
  return { client: new LabClient(strategy, app), callback }
}

/** At the provider, with cookies of its own. @returns the path of the callback, with its code */
async function atProvider({ act }: Stage, started: Exchange, person: Person) {
  const { AUTH_URL, OIDC_PORT } = env()
  const origin = `http://localhost:${OIDC_PORT}`
  const there = new LabBrowser({ fetch: recordedFetch, origin })
  const go = (answer: Exchange) => there.send('GET', onward(answer, origin))
  const asked = await act('authorize', () => there.send('GET', goesOn(started)))
  const form = { ...person, decision: 'allow' }
  const proven = await act('prove', async () => {
    await expected(200, go(asked))
    return there.send('POST', onward(asked, origin), { form })
  })
  const back = await act('back', () => go(proven))
  return onward(back, AUTH_URL)
}

type Words = { asks: string; request: string; swap: string; kept: string; revoked: string }

/** Sixteen steps, the same for each client: what differs is what they say and what went over the wire. */
export const providerSteps = ({ asks, request, swap, kept, revoked }: Words): Step[] => [
  {
    label: '1',
    title: 'Continue with the provider',
    text: 'The browser posts the form of the button. No password is in it.',
    act: 'start',
    part: 'request',
  },
  {
    label: '2',
    title: 'The app makes a request',
    text: asks,
    act: 'start',
    part: 'outcome',
  },
  {
    label: '3',
    title: 'The browser carries it over',
    text: request,
    act: 'authorize',
    part: 'all',
  },
  {
    label: '4',
    title: 'The person proves who they are',
    text: 'At the provider, on its own page. The app never sees that password.',
    act: 'prove',
    part: 'all',
  },
  {
    label: '5',
    title: 'A code comes back',
    text: 'The provider sends the browser to the registered address, with a code for one use, the state, and its own name.',
    act: 'back',
    part: 'all',
  },
  {
    label: '6',
    title: 'The browser hands over the code',
    text: 'With the cookie of step 2: an answer that another browser began is refused.',
    act: 'callback',
    part: 'request',
  },
  {
    label: '7',
    title: 'The code becomes tokens',
    text: swap,
    act: 'callback',
    part: 'at-provider',
  },
  {
    label: '8',
    title: 'The person is known here',
    text: 'By issuer and subject, never by the address. On a first visit an account is made.',
    act: 'callback',
    part: 'written',
  },
  {
    label: '9',
    title: 'Signed in',
    text: kept,
    act: 'callback',
    part: 'answer',
  },
  {
    label: '10',
    title: 'The next request',
    text: 'From here on the provider is not asked: the app knows the person by its own cookie.',
    act: 'request',
    part: 'all',
  },
  {
    label: '11',
    title: 'Renewal',
    text: 'Between the browser and the app, as after a password.',
    act: 'renewal',
    part: 'all',
  },
  ...revocation('12', '13', revoked),
  {
    label: '14',
    title: 'Sign-out',
    text: 'From this app. The provider’s own session is its own matter, unless one signs out there too.',
    act: 'sign-out',
    part: 'all',
  },
  {
    label: '15',
    title: 'Somebody sends a copy',
    text: 'Another browser sends the cookie as it was a moment before.',
    act: 'replay',
    part: 'all',
  },
  {
    label: '16',
    title: 'Somebody opens the callback again',
    text: 'Another browser sends the same code and state. It began no sign-in, and has not the cookie.',
    act: 'code-again',
    part: 'all',
  },
]
