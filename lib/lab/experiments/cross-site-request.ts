import 'server-only'
import { randomUUID } from 'node:crypto'
import { asvs } from '@/lib/standards'
import { strategyIds } from '@/lib/strategies'
import { ownScript } from '../stage/document'
import { observeRequests, type Observed } from '../stage/observe-requests'
import { stage } from '../stage/stage-server'
import type { Pages, StageWindow } from '../stage/window'
import type { LabClient } from '../trial/lab-client'
import { opened, type Trial } from '../trial/trial'
import type { Experiment, Outcome } from './contract'

/**
 * A page of an attacker, without any policy: a form, an image and a fetch, each as good as the browser lets it. The form is
 * sent in a window of its own, where the browser opens one that nobody clicked for: browsers keep more cookies back from
 * what is embedded in another site than from where somebody goes. The app's answer cuts that window off from this page, or
 * keeps its address from it: then it has arrived.
 */
const attack = (target: string, next: string) => `<h1>A page of another site</h1>
<iframe name="hidden" hidden></iframe>
<form method="post" enctype="text/plain" target="hidden" action="${target}&amp;by=form"><input name="a"></form>
<script>(async () => {
  const frame = document.querySelector('iframe')
  const opened = window.open('', 'opened')
  const hasArrived = () => {
    try { return opened.closed || opened.location.href !== 'about:blank' } catch { return true }
  }
  const form = new Promise((done) => {
    if (opened) setInterval(() => hasArrived() && done(), 50)
    else frame.onload = done
    setTimeout(done, 5000)
  })
  if (opened) document.querySelector('form').target = 'opened'
  document.querySelector('form').submit()
  const image = new Promise((done) => {
    const loading = new Image()
    loading.onload = loading.onerror = done
    loading.src = '${target}&by=image'
  })
  const sent = fetch('${target}&by=fetch', { method: 'POST', mode: 'no-cors', credentials: 'include' })
  await Promise.all([form, image, sent.catch(() => {})])
  if (opened) opened.close()
  location.replace('${next}')
})()</script>`

const goOn = (nonce: string, url: string) => ownScript(nonce, `location.replace('${url}')`)

/** From the page where the person is signed in, over two attackers, and back to it. */
async function pagesOf(owner: LabClient, window: StageWindow, mark: string): Promise<Pages> {
  const { otherSite, app } = await stage()
  const target = `${app}/api/sign-out?trial=${mark}`
  const keep = owner.isToken
    ? (nonce: string) =>
        ownScript(nonce, `sessionStorage.setItem('token', ${JSON.stringify(owner.credential)})`)
    : () => ''
  const away = window.url('elsewhere', otherSite)
  return {
    start: (nonce) => ({ policy: null, cookies: owner.cookies, html: keep(nonce) + goOn(nonce, away) }),
    elsewhere: () => ({ policy: null, html: attack(target, window.url('neighbour')) }),
    neighbour: () => ({ policy: null, html: attack(target, window.url('back')) }),
    back: (nonce) => ({ policy: null, html: ownScript(nonce, 'sessionStorage.clear(); await report({})') }),
  }
}

/** `after`, `afterOwn`: what a renewal was answered with, which looks at what the server keeps */
type Seen = { seen: Observed[]; credential: string; after: number; own: number; afterOwn: number }

async function observe(trial: Trial): Promise<Seen> {
  const { signedIn, step } = trial
  const owner = await signedIn('The owner')
  const { credential } = owner
  const mark = randomUUID()
  const pages = await pagesOf(owner, opened(trial), mark)
  const { seen } = await step('The owner’s browser visits two sites that try to sign the owner out.', () =>
    observeRequests(mark, () => opened(trial).visit(pages)),
  )
  const renew = async () => (await owner.renew()).status
  const after = await step('Does the owner’s session live? It is renewed.', renew)
  const { status: own } = await step('The owner signs out, from a page of the app.', () => owner.signOut())
  const afterOwn = await step('Does it live now?', renew)
  return { seen, credential, after, own, afterOwn }
}

const sites = { 'another site': 'cross-site', 'another port of this host': 'same-site' }
const attempts = ['form', 'image', 'fetch']

function outcomeOf({ seen, credential, after, own, afterOwn }: Seen): Outcome {
  const came = ({ carried }: Observed) => carried.includes(credential)
  const measured = Object.fromEntries(
    Object.entries(sites).map(([from, site]) => {
      const requests = seen.filter((one) => one.site === site)
      if (attempts.some((by) => !requests.some((one) => one.by === by)))
        throw new Error(`Not every attempt from ${from} arrived`)
      const statuses = attempts.map((by) => requests.find((one) => one.by === by)!.status).join(', ')
      const along = requests.some(came) ? 'with the credential' : 'without the credential'
      return [`from ${from}`, `${statuses}, ${along}`]
    }),
  )
  if (own !== 204 || afterOwn === 200) throw new Error('The request does nothing even where it is allowed')
  if (after !== 200 || seen.some(({ status }) => status < 400))
    return { verdict: 'Obeyed', result: 'vulnerable', measured }
  if (seen.some((one) => one.site === sites['another site'] && came(one)))
    return { verdict: 'Refused, though every site sends the cookie along', result: 'resists', measured }
  const verdict = seen.some(came)
    ? 'Refused, also where the cookie comes along'
    : 'Refused: nothing comes along by itself'
  return { verdict, result: 'resists', measured }
}

export const crossSiteRequest: Experiment = {
  slug: 'cross-site-request',
  title: 'Cross-site request (CSRF)',
  question: 'A page of another site makes the browser send a sign-out. Does the app obey?',
  prediction: {
    ask: 'From where does the browser send the cookie along?',
    options: ['From nowhere but the app', 'From another port of the same host', 'From every site'],
  },
  strategies: strategyIds,
  opensWindow: true,
  run: async (trial) => outcomeOf(await observe(trial)),
  why: 'CSRF lives on what the browser sends by itself. A token is sent by the script that holds it, and no other page can make that script send it. A cookie is sent by the browser: SameSite=Lax keeps it back from other sites, and not from another port or subdomain of the same one. So the app obeys a change only where Origin and Sec-Fetch-Site both say that it came from a page of its own. The last two steps show that the same request does work from there.',
  clause: asvs('3.5.1'),
}
