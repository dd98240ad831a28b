import 'server-only'
import { z } from 'zod'
import { pagePolicy } from '@/lib/auth/http/response-headers'
import { asvs } from '@/lib/standards'
import { ownScript } from '../stage/document'
import type { Pages } from '../stage/window'
import type { LabClient } from '../trial/client'
import { opened, type Trial } from '../trial/trial'
import type { Experiment, Outcome } from './contract'

/** What somebody managed to write into a page. It does not know what it will find there. */
const injected = `<script>
  window.loot = (async () => {
    const stored = [sessionStorage, localStorage].flatMap((place) => Object.values(place))
    const ask = async (strategy, headers) =>
      (await fetch('/api/me?strategy=' + strategy, { headers, credentials: 'include' })).status
    const answers = [await ask('database'), await ask('jwt')]
    for (const text of stored) answers.push(await ask('database', { Authorization: 'Bearer ' + text }))
    const cookies = document.cookie.split('; ').map((pair) => pair.slice(pair.indexOf('=') + 1))
    return { texts: [...cookies, ...stored], acted: answers.includes(200) }
  })()
</script>`

const text = z.string().max(8192)
const loot = z.strictObject({ texts: z.array(text).max(50), acted: z.boolean() })
/** `ran`: whether the injected script did */
const report = z.strictObject({ ran: z.boolean(), loot: loot.nullable() })
type Report = z.infer<typeof report>

/** A page that keeps a credential as pages do: the cookie by itself, a token in sessionStorage. */
const pages = (owner: LabClient, policy: (nonce: string) => string | null): Pages => ({
  start: (nonce) => ({
    policy: policy(nonce),
    cookies: owner.cookies,
    html: `<h1>A page with a comment that somebody wrote a script into</h1>
${owner.isToken ? ownScript(nonce, `sessionStorage.setItem('token', ${JSON.stringify(owner.credential)})`) : ''}
<blockquote>${injected}</blockquote>
${ownScript(
  nonce,
  `const loot = await (window.loot ?? null)
  sessionStorage.clear()
  await report({ ran: 'loot' in window, loot })`,
)}`,
  }),
})

type Seen = { without: Report; under: Report; taken: boolean }

async function observe(trial: Trial): Promise<Seen> {
  const { signedIn, step } = trial
  const owner = await signedIn('The owner')
  const visit = async (policy: (nonce: string) => string | null) =>
    report.parse(await opened(trial).visit(pages(owner, policy)))
  const without = await step('The page is opened, without a policy. The script looks around.', () =>
    visit(() => null),
  )
  const taken = await step('A thief elsewhere sends all that the script got.', () =>
    opensElsewhere(owner, without),
  )
  const under = await step('The same page is opened under the policy of the app.', () =>
    visit((nonce) => pagePolicy(nonce, '/', false)),
  )
  if (!without.ran) throw new Error('The script did not run without a policy: nothing was tried')
  return { without, under, taken }
}

async function opensElsewhere(owner: LabClient, { loot }: Report) {
  for (const text of loot?.texts ?? [])
    if (text && (await owner.withCredential(text).me()).status === 200) return true
  return false
}

function outcomeOf({ without, under, taken }: Seen): Outcome {
  const acted = without.loot?.acted === true
  const measured = {
    'texts that the script could read': without.loot?.texts.filter(Boolean).length ?? 0,
    'it called /api/me as the person': acted ? 'yes' : 'no',
    'under the policy of the app': under.ran ? 'the script ran' : 'the script did not run',
  }
  if (under.ran) return { verdict: 'The policy did not stop the script', stance: 'gives-way', measured }
  if (taken) return { verdict: 'Taken away and used elsewhere', stance: 'gives-way', measured }
  return acted
    ? { verdict: 'Used in the page, not taken away', stance: 'bounded', measured }
    : { verdict: 'Of no use to a script', stance: 'holds', measured }
}

export const stolenByScript: Experiment = {
  slug: 'stolen-by-script',
  title: 'Stolen by a script',
  question: 'Somebody gets a script of theirs into a page. What does it take away?',
  prediction: {
    ask: 'What can the script carry off to a computer of its author?',
    options: ['Nothing', 'The token in the storage of the page', 'The token and the cookie'],
  },
  strategies: ['database', 'jwt', 'bearer', 'hybrid'],
  opensWindow: true,
  run: async (trial) => outcomeOf(await observe(trial)),
  why: 'A script reads what the page’s own scripts can read: sessionStorage and localStorage, and never an HttpOnly cookie. With the cookie it can act as long as the page is open, since the browser sends it along; with the token it can act anywhere, until the token ends. The better defence is that it never runs: under the app’s policy only scripts with the nonce of this very response do.',
  clause: asvs('3.3.4'),
}
