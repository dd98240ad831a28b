import 'server-only'
import { idsBy, isBound } from '@/lib/strategies'
import { cookies, inBrowser, lookedUp, selfContained, tokens, type Warning } from './rule'

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
    strategies: selfContained.filter((id) => !isBound(id)),
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
    because: 'Two tabs refresh at once: let one win and hand its token to the other, who is no thief.',
    evidence: { experiment: 'two-tabs', clause: 'atomic' },
  },
  {
    when: {},
    strategies: [...idsBy({ credential: 'opaque' }), ...tokens],
    because: 'Keep digests of session ids and refresh tokens: a row with the value itself is a key.',
    evidence: { experiment: 'database-leak', clause: 'digests' },
  },
  {
    when: { caller: ['spa', 'several'] },
    strategies: tokens,
    because:
      'A script of the page holds the token: keep it in memory, and the content security policy strict.',
    evidence: { experiment: 'stolen-by-script', clause: 'backendForFrontend' },
  },
  {
    when: {},
    strategies: idsBy({ proof: 'each-request' }),
    because:
      'Each proof counts once, among all instances: that is one row written with each request, and no answer while the database is away.',
    evidence: { experiment: 'slow-database', clause: 'proofReplay' },
  },
  {
    when: {},
    strategies: idsBy({ proof: 'each-renewal' }),
    because:
      'Only a browser that registers a key is protected: Chrome, over https, on a device with a secure place for keys. Any other has a database session.',
    evidence: { experiment: 'refresh-token-theft', clause: 'deviceBound' },
  },
  {
    when: { caller: inBrowser },
    strategies: idsBy({ proof: 'each-request' }),
    because:
      'A script in the page cannot take the key away, but has the browser sign with it for as long as the page is open.',
    evidence: { experiment: 'stolen-by-script', clause: 'boundTheft' },
  },
  {
    when: { caller: ['several'] },
    strategies: tokens,
    because:
      'Pages that your server renders among them need a cookie: keep a database session for those, beside it.',
    evidence: { experiment: 'cross-site-request', clause: 'cookieHeader' },
  },
  {
    when: { provider: ['outside', 'both'] },
    strategies: tokens,
    because:
      'Two tokens come from the provider. Your API takes the access token that was made for it, and refuses the ID token.',
    evidence: { experiment: 'algorithm-confusion', clause: 'tokenPurpose' },
  },
  {
    when: { origins: ['others'] },
    strategies: tokens,
    because: 'The clocks of others decide when your token ends: give little leeway, and tell them so.',
    evidence: { experiment: 'clock-skew', clause: 'leeway' },
  },
  {
    when: { origins: ['others'] },
    strategies: idsBy({ carrier: 'header', lookup: 'each-request' }),
    because: 'Whoever only checks the signature learns of no revocation: others have to ask you, each time.',
    evidence: { experiment: 'remote-revocation', clause: 'introspection' },
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
    strategies: lookedUp,
    because:
      'You asked for two things that exclude each other: refused at once, and recognised without a look-up. Refusal won.',
    evidence: { experiment: 'database-outage', clause: 'unavailable' },
  },
  {
    when: { caller: ['pages'], client: ['device'] },
    strategies: cookies,
    because:
      'A server that renders pages can keep a secret: let it sign in, and register it as a confidential client.',
    evidence: { experiment: 'stolen-by-script', clause: 'clientTypes' },
  },
  {
    when: { caller: ['native'], client: ['server'] },
    strategies: tokens,
    because: 'The secret has to stay on the server: one that is shipped inside an app is none.',
    evidence: { experiment: 'refresh-token-theft', clause: 'nativeSecret' },
  },
  {
    when: { audit: ['yes'] },
    strategies: selfContained,
    because: 'An auditor will ask what a signed-out token can still do: have the measured window at hand.',
    evidence: { experiment: 'remote-revocation', clause: 'signOut' },
  },
]
