import 'server-only'
import { inBrowser, scripted, type Weight } from './rule'

/** What speaks for or against: a table, added up. The numbers are judgement, small and whole. */
export const weights: readonly Weight[] = [
  {
    when: {},
    weights: { database: 1, dbsc: 1, hybrid: 1 },
    because: 'Signing out has to end the access: what is looked up ends with it.',
    evidence: { experiment: 'replay-after-sign-out', clause: 'signOut' },
  },
  {
    when: { caller: ['pages'] },
    weights: { database: 1, dbsc: 1, jwt: 1 },
    because: 'Your pages need a credential that the browser sends by itself and that no script can read.',
    evidence: { experiment: 'stolen-by-script', clause: 'httpOnly' },
  },
  {
    when: { caller: ['spa'] },
    weights: { database: 2, dbsc: 2, jwt: 2 },
    because: 'A script need not hold a credential to use one: a server can hold it for the script.',
    evidence: { experiment: 'stolen-by-script', clause: 'backendForFrontend' },
  },
  {
    when: { caller: ['native'] },
    weights: { bearer: 4, hybrid: 4, dpop: 4 },
    because: 'Your client is no browser: nothing sends a credential for it, its code puts one into a header.',
    evidence: { experiment: 'cross-site-request', clause: 'bearerHeader' },
  },
  {
    when: { caller: ['several'] },
    weights: { bearer: 3, hybrid: 3, dpop: 3 },
    because: 'You want one credential that every kind of client can send.',
    evidence: { experiment: 'cross-site-request', clause: 'bearerHeader' },
  },
  {
    when: { caller: ['several'] },
    weights: { database: 1, dbsc: 1, hybrid: 1 },
    because: 'Whoever uses several of your clients wants to end the session on one of them from another.',
    evidence: { experiment: 'remote-revocation', clause: 'ownSessions' },
  },
  {
    when: { revocation: ['at-once'] },
    weights: { database: 2, dbsc: 2, hybrid: 2 },
    because: 'A disabled user has to be out at the next request, wherever they are signed in.',
    evidence: { experiment: 'user-disabled', clause: 'disabled' },
  },
  {
    when: { revocation: ['minutes'] },
    weights: { jwt: 1, bearer: 1, dpop: 1 },
    because: 'You can wait minutes, which is how long a short-lived token goes on without being looked up.',
    evidence: { experiment: 'remote-revocation', clause: 'selfContained' },
  },
  {
    when: { revocation: ['hours'] },
    weights: { jwt: 2, bearer: 2, dpop: 2 },
    because: 'You can live with a role that is as old as the token which says it.',
    evidence: { experiment: 'role-change', clause: 'selfContained' },
  },
  {
    when: { provider: ['own', 'both'] },
    weights: { database: 1, dbsc: 1, hybrid: 1 },
    because: 'You keep passwords: when one changes, the other sessions of its person have to end.',
    evidence: { experiment: 'password-change', clause: 'factorChange' },
  },
  {
    when: { caller: ['pages', 'several'], client: ['server'] },
    weights: { database: 1, dbsc: 1, jwt: 1 },
    because: 'A server of yours takes part in the sign-in, so what comes out of it need not reach a script.',
    evidence: { experiment: 'stolen-by-script', clause: 'onlyWhereNeeded' },
  },
  {
    when: { client: ['device'] },
    weights: { bearer: 2, hybrid: 2, dpop: 2 },
    because: 'The device holds what comes out of the sign-in for long: a stolen copy has to be noticed.',
    evidence: { experiment: 'refresh-token-theft', clause: 'refreshRotation' },
  },
  {
    when: { origins: ['one'] },
    weights: { database: 1, dbsc: 1, jwt: 1 },
    because:
      'Pages and API share one origin: a cookie reaches both, and an origin check keeps other sites out.',
    evidence: { experiment: 'cross-site-request', clause: 'forgery' },
  },
  {
    when: { origins: ['hosts'] },
    weights: { bearer: 1, hybrid: 1, dpop: 1 },
    because: 'Your APIs are on several hosts, and a cookie that is safest belongs to one of them.',
    evidence: { experiment: 'cross-site-request', clause: 'hostCookie' },
  },
  {
    when: { origins: ['others'] },
    weights: { bearer: 2 },
    because: 'Others should be able to check the credential without asking you at each request.',
    evidence: { experiment: 'slow-database', clause: 'withoutAsking' },
  },
  {
    when: { lookup: ['little'] },
    weights: { database: 2, dbsc: 2, hybrid: 2 },
    because: 'A look-up at each request costs you little.',
    evidence: { experiment: 'slow-database', clause: 'selfContained' },
  },
  {
    when: { lookup: ['much'] },
    weights: { jwt: 3, bearer: 3 },
    because: 'A look-up at each request costs you much.',
    evidence: { experiment: 'slow-database', clause: 'selfContained' },
  },
  {
    when: { outage: ['go-on'] },
    weights: { jwt: 2, bearer: 2 },
    because: 'Signed-in people should be recognised while the database is down.',
    evidence: { experiment: 'database-outage', clause: 'unavailable' },
  },
  {
    when: { outage: ['refuse'] },
    weights: { database: 1, dbsc: 1, hybrid: 1 },
    because: 'Without the database nothing of yours works: “cannot tell” is the right answer then.',
    evidence: { experiment: 'database-outage', clause: 'unavailable' },
  },
  {
    when: { claims: ['many'] },
    weights: { database: 2, dbsc: 2, jwt: -2 },
    because: 'What a request needs to know of its person is too much to travel with every request.',
    evidence: { experiment: 'growth', clause: 'cookieLimits' },
  },
  {
    when: { caller: inBrowser, scripts: ['foreign'] },
    weights: { database: 2, dbsc: 2, jwt: 2 },
    because: 'Scripts of others run beside yours: what a script can read is theirs too.',
    evidence: { experiment: 'stolen-by-script', clause: 'httpOnly' },
  },
  {
    when: { caller: scripted, copies: ['yes'] },
    weights: { dpop: 4 },
    because:
      'A copied token has to be worth nothing: it is bound to a key, and each request proves that the key is there.',
    evidence: { experiment: 'refresh-token-theft', clause: 'senderConstrained' },
  },
  {
    when: { caller: ['pages'], copies: ['yes'] },
    weights: { dbsc: 4 },
    because:
      'A copied cookie has to end within minutes: the next one is for a signature of a key that stays in the device.',
    evidence: { experiment: 'refresh-token-theft', clause: 'deviceBound' },
  },
  {
    when: { audit: ['yes'] },
    weights: { database: 2, dbsc: 2, hybrid: 2 },
    because: 'An auditor asks that people see their sessions, and can end each of them.',
    evidence: { experiment: 'remote-revocation', clause: 'ownSessions' },
  },
]
