import 'server-only'
import type { StrategyId } from '@/lib/auth/contract'
import type { Evidence } from './evidence'
import type { AnswerTo, Answers, QuestionId } from './questions'

/** Answers under which something applies: every question named must be answered with one of those listed. */
export type When = { readonly [Id in QuestionId]?: readonly AnswerTo<Id>[] }

/** A need of the reader, and which strategies meet it. What a strategy does about it, the experiment says. */
type Reason = { when: When; because: string; evidence: Evidence }
export type Weight = Reason & { weights: Partial<Record<StrategyId, number>> }
export type Veto = Reason & { vetoes: readonly StrategyId[] }
export type Warning = Reason & { strategies: readonly StrategyId[] }

export function applies(when: When, answers: Answers): boolean {
  for (const id in when) {
    const answer = answers[id as QuestionId]
    if (!answer || !(when[id as QuestionId] as readonly string[]).includes(answer)) return false
  }
  return true
}

const cookies = ['database', 'jwt'] as const
const tokens = ['bearer', 'hybrid'] as const
const scripted = ['spa', 'native', 'several'] as const

/** What no weight outbids. Not every strategy may be vetoed at once: a test tries all combinations. */
export const vetoes: readonly Veto[] = [
  {
    when: { revocation: ['at-once'] },
    vetoes: ['jwt', 'bearer'],
    because: 'You want a revoked session refused at its next request, so each request has to look.',
    evidence: { experiment: 'remote-revocation', clause: 'disabled' },
  },
  {
    when: { caller: ['pages'] },
    vetoes: tokens,
    because: 'Your server renders the pages, and opening a page sends cookies and no Authorization header.',
    evidence: { experiment: 'cross-site-request', clause: 'cookieHeader' },
  },
  {
    when: { caller: scripted, origins: ['others'] },
    vetoes: cookies,
    because: 'Other sites and teams must get the credential, and a cookie goes to the host that set it.',
    evidence: { experiment: 'cross-site-request', clause: 'hostCookie' },
  },
  {
    when: { caller: scripted, client: ['device'], provider: ['outside', 'both'] },
    vetoes: cookies,
    because:
      'The provider answers code on the device of the user: no server of yours is there to set a cookie.',
    evidence: { experiment: 'algorithm-confusion', clause: 'nativeSecret' },
  },
]

/** What speaks for or against: a table, added up. */
export const weights: readonly Weight[] = [
  {
    when: { caller: ['pages'] },
    weights: { database: 2, jwt: 1 },
    because: 'Your pages need a credential that the browser sends by itself and that no script can read.',
    evidence: { experiment: 'stolen-by-script', clause: 'httpOnly' },
  },
  {
    when: { caller: ['pages'] },
    weights: { database: 1 },
    because:
      'Your people open several tabs, and a credential that is never replaced cannot be replaced twice.',
    evidence: { experiment: 'two-tabs', clause: 'reference' },
  },
  {
    when: { caller: ['spa'] },
    weights: { database: 2, jwt: 1 },
    because: 'A script need not hold a credential to use one: a server can hold it for the script.',
    evidence: { experiment: 'stolen-by-script', clause: 'backendForFrontend' },
  },
  {
    when: { caller: ['native'] },
    weights: { bearer: 4, hybrid: 4 },
    because: 'Your client is no browser: it sends what its code puts into a header.',
    evidence: { experiment: 'refresh-token-theft', clause: 'bearerHeader' },
  },
  {
    when: { caller: ['several'] },
    weights: { bearer: 2, hybrid: 3 },
    because:
      'You want one credential that every kind of client can send, and one list of sessions behind it.',
    evidence: { experiment: 'remote-revocation', clause: 'bearerHeader' },
  },
  {
    when: { revocation: ['at-once'] },
    weights: { database: 2, hybrid: 2 },
    because: 'A disabled user has to be out at the next request, wherever they are signed in.',
    evidence: { experiment: 'user-disabled', clause: 'disabled' },
  },
  {
    when: { revocation: ['minutes'] },
    weights: { jwt: 1, bearer: 1 },
    because: 'You can wait minutes, which is how long a short-lived token goes on without being looked up.',
    evidence: { experiment: 'remote-revocation', clause: 'selfContained' },
  },
  {
    when: { revocation: ['hours'] },
    weights: { jwt: 2, bearer: 2 },
    because: 'You can live with a role that is as old as the token which says it.',
    evidence: { experiment: 'role-change', clause: 'selfContained' },
  },
  {
    when: { provider: ['own', 'both'] },
    weights: { database: 1, hybrid: 1 },
    because: 'You keep passwords: when one changes, the other sessions of its person have to end.',
    evidence: { experiment: 'password-change', clause: 'factorChange' },
  },
  {
    when: { provider: ['outside'] },
    weights: { bearer: 1, hybrid: 1 },
    because:
      'Your provider issues access tokens for your API, which can be used as they are or exchanged for yours.',
    evidence: { experiment: 'algorithm-confusion', clause: 'exchange' },
  },
  {
    when: { client: ['server'] },
    weights: { database: 2, jwt: 1 },
    because: 'A server of yours takes part in the sign-in: it can keep the session, and a digest is enough.',
    evidence: { experiment: 'database-leak', clause: 'reference' },
  },
  {
    when: { client: ['device'] },
    weights: { bearer: 2, hybrid: 2 },
    because:
      'The code that signs in runs on the device of the user, so the device holds what comes out of it.',
    evidence: { experiment: 'refresh-token-theft', clause: 'clientTypes' },
  },
  {
    when: { origins: ['one'] },
    weights: { database: 1, jwt: 1 },
    because:
      'Pages and API share one origin: a cookie reaches both, and an origin check keeps other sites out.',
    evidence: { experiment: 'cross-site-request', clause: 'forgery' },
  },
  {
    when: { origins: ['hosts'] },
    weights: { bearer: 1, hybrid: 1 },
    because: 'Your APIs are on several hosts, and a cookie that is safest belongs to one of them.',
    evidence: { experiment: 'cross-site-request', clause: 'hostCookie' },
  },
  {
    when: { origins: ['others'] },
    weights: { bearer: 3, hybrid: 1 },
    because: 'Others must be able to check the credential by your public keys, without asking you.',
    evidence: { experiment: 'signing-key-rotation', clause: 'tokenValidation' },
  },
  {
    when: { lookup: ['little'] },
    weights: { database: 2, hybrid: 2 },
    because: 'A look-up at each request costs you little.',
    evidence: { experiment: 'slow-database', clause: 'backend' },
  },
  {
    when: { lookup: ['much'] },
    weights: { jwt: 3, bearer: 3 },
    because: 'A look-up at each request costs you much.',
    evidence: { experiment: 'slow-database', clause: 'tokenValidation' },
  },
  {
    when: { outage: ['go-on'] },
    weights: { jwt: 2, bearer: 2 },
    because: 'Signed-in people should be recognised while the database is down.',
    evidence: { experiment: 'database-outage', clause: 'unavailable' },
  },
  {
    when: { outage: ['refuse'] },
    weights: { database: 1, hybrid: 1 },
    because: 'Without the database nothing of yours works: “cannot tell” is the right answer then.',
    evidence: { experiment: 'database-outage', clause: 'unavailable' },
  },
  {
    when: { claims: ['few'] },
    weights: { jwt: 1, bearer: 1 },
    because: 'What a request needs to know is small enough to travel with it.',
    evidence: { experiment: 'growth', clause: 'cookieLimits' },
  },
  {
    when: { claims: ['many'] },
    weights: { database: 2, jwt: -2, bearer: -1 },
    because: 'What a request needs to know of its person is too much to travel with every request.',
    evidence: { experiment: 'growth', clause: 'cookieLimits' },
  },
  {
    when: { scripts: ['foreign'] },
    weights: { database: 2, jwt: 2, bearer: -1, hybrid: -1 },
    because: 'Scripts of others run beside yours: what a script can read is theirs too.',
    evidence: { experiment: 'stolen-by-script', clause: 'httpOnly' },
  },
  {
    when: { audit: ['yes'] },
    weights: { database: 2, hybrid: 2 },
    because: 'You must show that signing out ends the access, and list the sessions that there are.',
    evidence: { experiment: 'replay-after-sign-out', clause: 'ownSessions' },
  },
]

/** What to mind with the strategy that was chosen. */
export const warnings: readonly Warning[] = [
  {
    when: {},
    strategies: cookies,
    because: 'The browser sends the cookie by itself, so every change of state needs its origin checked.',
    evidence: { experiment: 'cross-site-request', clause: 'forgery' },
  },
  {
    when: {},
    strategies: ['jwt', 'bearer'],
    because: 'Keep its life to minutes and say so: a copy goes on after its owner has signed out.',
    evidence: { experiment: 'replay-after-sign-out', clause: 'signOut' },
  },
  {
    when: {},
    strategies: tokens,
    because: 'The client renews by a refresh token: one use each, and a spent one ends the family.',
    evidence: { experiment: 'refresh-token-theft', clause: 'refreshRotation' },
  },
  {
    when: { caller: ['spa', 'several'] },
    strategies: tokens,
    because:
      'A script of the page holds the token: keep it in memory, and the content security policy strict.',
    evidence: { experiment: 'stolen-by-script', clause: 'backendForFrontend' },
  },
  {
    when: { caller: ['several'] },
    strategies: tokens,
    because:
      'Pages that your server renders among them need a cookie: keep a database session for those, beside it.',
    evidence: { experiment: 'cross-site-request', clause: 'cookieHeader' },
  },
  {
    when: { caller: ['pages'], origins: ['hosts', 'others'] },
    strategies: cookies,
    because: 'The cookie stays with your server, which has to call the other APIs with a token of its own.',
    evidence: { experiment: 'cross-site-request', clause: 'hostCookie' },
  },
  {
    when: { caller: ['spa', 'native', 'several'], origins: ['hosts'] },
    strategies: cookies,
    because: 'The cookie reaches one host: put the APIs of the others behind it.',
    evidence: { experiment: 'cross-site-request', clause: 'hostCookie' },
  },
  {
    when: { revocation: ['at-once'], outage: ['go-on'] },
    strategies: ['database', 'hybrid'],
    because:
      'You asked for two things that exclude each other: refused at once, and recognised without a look-up. Refusal won.',
    evidence: { experiment: 'database-outage', clause: 'unavailable' },
  },
  {
    when: { caller: ['pages'], client: ['device'] },
    strategies: cookies,
    because:
      'A server that renders pages can keep a secret: let it sign in, and register it as a confidential client.',
    evidence: { experiment: 'algorithm-confusion', clause: 'clientTypes' },
  },
  {
    when: { caller: ['native'], client: ['server'] },
    strategies: tokens,
    because: 'The secret has to stay on the server: one that is shipped inside an app is none.',
    evidence: { experiment: 'algorithm-confusion', clause: 'nativeSecret' },
  },
  {
    when: { audit: ['yes'] },
    strategies: ['jwt', 'bearer'],
    because: 'An auditor will ask what a signed-out token can still do: have the measured window at hand.',
    evidence: { experiment: 'remote-revocation', clause: 'signOut' },
  },
]
