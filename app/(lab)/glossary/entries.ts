import { asvs, openId, rfc, w3cDeviceBound, type Clause } from '@/lib/standards'

export type Word = {
  id: string
  word: string
  text: string
  source: Clause
  /** what a text may call it instead */
  also?: readonly string[]
  /** said in another sense too: no text links it by itself */
  isEveryday?: true
}

/** The standards' words in ours, each with the place it comes from, by the alphabet. */
export const words: readonly Word[] = [
  {
    id: 'absolute-lifetime',
    word: 'absolute lifetime',
    text: 'How long a session lasts at most, however active its owner is. Counted from the moment of signing in, and never moved.',
    source: asvs('7.3.2'),
  },
  {
    id: 'access-token',
    word: 'access token',
    text: 'What a client shows to an API to be let in. It is made for that API, says for how long, and is no proof of who is sitting there.',
    source: rfc(6749, '1.4'),
  },
  {
    id: 'audience',
    word: 'audience',
    text: 'For whom a token was made. Whoever receives one that names somebody else refuses it, even if its signature is good.',
    source: rfc(7519, '4.1.3'),
  },
  {
    id: 'authorization-code',
    word: 'authorization code',
    text: 'A short-lived stand-in that travels through the browser, so that the tokens need not. It is exchanged once, directly with the provider.',
    source: rfc(6749, '1.3.1'),
  },
  {
    id: 'back-channel-logout',
    word: 'back-channel logout',
    text: 'The provider tells the app, from server to server, that somebody has signed out there. The browser takes no part in it.',
    source: openId('backchannel', '2.5', 'BCRequest'),
  },
  {
    id: 'bearer',
    word: 'bearer',
    text: 'Whoever holds the token may use it, like cash: nothing ties it to the one it was given to. So it must not leak, and must not last.',
    source: rfc(6750, '1.2'),
  },
  {
    id: 'claim',
    word: 'claim',
    text: 'A statement in a token, a name and a value: who, until when, with which role. It was true when the token was made.',
    source: rfc(7519, '2'),
  },
  {
    id: 'client',
    word: 'client',
    text: 'The program that asks for somebody: a web app, a page, a command. Confidential if it can keep a secret of its own, public if not.',
    source: rfc(6749, '2.1'),
  },
  {
    id: 'csrf',
    word: 'CSRF',
    text: 'Cross-site request forgery: another site makes your browser send a request here, and your cookie goes with it by itself.',
    source: {
      name: 'OWASP Cheat Sheet: CSRF Prevention',
      href: 'https://cheatsheetseries.owasp.org/cheatsheets/Cross-Site_Request_Forgery_Prevention_Cheat_Sheet.html',
    },
  },
  {
    id: 'database-session',
    word: 'database session',
    text: 'A strategy of this app: the browser holds a session token that means nothing by itself, the server looks its row up at each request.',
    source: asvs('7.2.1'),
  },
  {
    id: 'device-bound-session',
    word: 'device-bound session',
    text: 'A session whose cookie is good for minutes. The browser gets the next one by signing a challenge with a key that cannot leave the device, so a copy of the cookie ends soon.',
    source: w3cDeviceBound,
    also: ['device bound'],
  },
  {
    id: 'dpop',
    word: 'DPoP',
    text: 'A token that is bound to a key of the client. Each request comes with a proof: a few claims about this very request, signed with that key.',
    source: rfc(9449, '1'),
  },
  {
    id: 'hybrid',
    word: 'hybrid',
    text: 'A strategy of this app: a signed access token that names a session, and a server that looks the session up too. The word is no standard’s; the claim that ties them, sid, is.',
    source: openId('frontchannel', '3', 'OPLogout'),
  },
  {
    id: 'id-token',
    word: 'ID token',
    text: 'The provider’s letter to the app about how somebody signed in. It is for the app alone: an API that takes it for an access token is wrong.',
    source: openId('core', '2', 'IDToken'),
  },
  {
    id: 'idle-lifetime',
    word: 'idle lifetime',
    text: 'How long a session lasts without activity. Each request, or each renewal, begins it anew, up to the absolute end.',
    source: asvs('7.3.1'),
  },
  {
    id: 'introspect',
    word: 'introspect',
    also: ['introspection'],
    text: 'To ask the one who issued a token whether it is still good. An answer costs a request, and is the truth of this moment.',
    source: rfc(7662, '2'),
  },
  {
    id: 'issuer',
    word: 'issuer',
    text: 'Who made a token and answers for it. Its name is an address, and it is compared letter by letter.',
    source: openId('core', '1.2', 'Terminology'),
  },
  {
    id: 'jwe',
    word: 'JWE',
    also: ['encrypted JWT'],
    text: 'An encrypted token: who has no key reads nothing in it. The JWT cookie of this app is one.',
    source: rfc(7516, '1'),
  },
  {
    id: 'jwks',
    word: 'JWKS',
    text: 'The public keys of an issuer, as a list at a known address. A token names the one that it was signed with by its kid.',
    source: rfc(7517, '5'),
  },
  {
    id: 'jws',
    word: 'JWS',
    also: ['signed JWT', 'signed token'],
    text: 'A signed token: everybody can read it, nobody can change it unnoticed. The access tokens of this app are such.',
    source: rfc(7515, '1'),
  },
  {
    id: 'jwt',
    word: 'JWT',
    text: 'Claims in a compact form, signed or encrypted. It says how a credential is written down, not how it is looked up or ended.',
    source: rfc(7519, '1'),
  },
  {
    id: 'nonce',
    word: 'nonce',
    text: 'A random value that the app sends along and finds again in the ID token, so that an ID token of another sign-in is noticed.',
    source: openId('core', '3.1.2.1', 'AuthRequest'),
  },
  {
    id: 'pkce',
    word: 'PKCE',
    text: 'Proof Key for Code Exchange: the client shows a digest first and its origin later, so that a stolen code is of no use. For public and confidential clients.',
    source: rfc(7636, '1'),
  },
  {
    id: 'proof-of-possession',
    word: 'proof of possession',
    text: 'A signature that shows that the sender has a certain key, without showing the key. What is bound to that key opens nothing for whoever has only a copy of it.',
    source: rfc(7800, '1'),
    also: ['proof of a key'],
  },
  {
    id: 'refresh-token',
    word: 'refresh token',
    text: 'What a client exchanges for its next access token. Each is good once here: one that comes a second time ends all that came of it.',
    source: rfc(6749, '1.5'),
  },
  {
    id: 'renew',
    word: 'renew',
    text: 'To get the next credential before the last one ends. It is the moment at which even a stateless strategy looks at what the server knows.',
    source: rfc(6749, '6'),
  },
  {
    id: 'revoke',
    word: 'revoke',
    also: ['revocation'],
    text: 'To end a credential before its time. The interesting number is how long it is accepted after that.',
    source: rfc(7009, '2'),
  },
  {
    id: 'scope',
    word: 'scope',
    text: 'What an access token may be used for, as a list of words. Less than the person may do, never more.',
    source: rfc(6749, '3.3'),
  },
  {
    id: 'session-token',
    word: 'session token',
    also: ['session id', 'opaque id'],
    text: 'The name of a session, held by the browser and sent with each request. Here 256 random bits, of which the server keeps only the digest.',
    source: asvs('7.2.3'),
  },
  {
    id: 'state',
    word: 'state',
    isEveryday: true,
    text: 'A value that goes with the browser to the provider and back, so that an answer to nobody’s question is refused.',
    source: rfc(6749, '10.12'),
  },
  {
    id: 'subject',
    word: 'subject',
    text: 'Whom a token speaks of, as its issuer calls them. Only issuer and subject together name a person; an address does not.',
    source: rfc(7519, '4.1.2'),
  },
  {
    id: 'xss',
    word: 'XSS',
    text: 'Cross-site scripting: foreign script runs in a page of this origin, and may do what the page may. What it can take along depends on where the credential lies.',
    source: {
      name: 'OWASP Cheat Sheet: XSS Prevention',
      href: 'https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html',
    },
  },
]
