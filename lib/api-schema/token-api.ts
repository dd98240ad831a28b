import { z } from 'zod'
import type { Endpoint } from './api'
import * as metadata from './metadata'
import * as form from './index'
import * as token from './tokens'

/** The endpoints for clients that hold tokens. `errors: 'oauth'`: refusals as RFC 6749 §5.2 has them. */
export const tokenEndpoints = {
  '/api/token': {
    POST: {
      summary: 'Sign in with a password, for tokens; the token endpoint of OAuth',
      description:
        'As JSON: first-party sign-in of this app, not the password grant. With the token of a session in the Authorization header, that session is replaced. As a form: the token endpoint of OAuth, for grant_type refresh_token (as at /api/token/refresh) and token exchange (as at /api/token/exchange), with the errors of RFC 6749 §5.2.',
      body: token.tokenForm,
      form: token.tokenGrant,
      origin: 'not-foreign',
      answers: { 200: z.union([token.tokenPair, token.exchanged]) },
      refusals: [401, 422, 429, 502, 503],
    },
  },
  '/api/token/refresh': {
    POST: {
      summary: 'A new pair of tokens for a refresh token',
      description:
        'A refresh token is good once. When it comes again it is invalid_grant and ends its family; only within a few seconds, and while nobody has used its successor, it gives that same successor: two tabs at once. A form may ask for less scope (RFC 6749 §6): for this access token, not for those that follow.',
      body: token.refreshForm,
      form: token.refreshGrant,
      origin: 'not-foreign',
      errors: 'oauth',
      answers: { 200: token.tokenPair },
      refusals: [400, 401, 503],
    },
  },
  '/api/token/browser': {
    POST: {
      summary: 'Sign in with a password, for the scripts of a page',
      description:
        'As POST /api/token, but the refresh token goes into an HttpOnly cookie that is sent nowhere but below this path. Ends the family that the cookie named before.',
      body: token.tokenForm,
      answers: { 200: token.accessToken },
      refusals: [401, 403, 422, 429, 503],
    },
    DELETE: {
      summary: 'End the family of the refresh cookie',
      description:
        'And clear the cookie. A hybrid access token is refused at its next request; a bearer access token goes on until it expires. 503 when it could not be done: then nothing was.',
      answers: { 204: null },
      refusals: [403, 503],
    },
  },
  '/api/token/browser/refresh': {
    POST: {
      summary: 'A new access token for the refresh cookie',
      description: 'As POST /api/token/refresh; the successor replaces the cookie.',
      body: form.nothingForm,
      errors: 'oauth',
      answers: { 200: token.accessToken },
      refusals: [400, 403, 503],
    },
  },
  '/api/token/exchange': {
    POST: {
      summary: 'Our access token for one of a connected provider (RFC 8693)',
      description:
        'subject_token is the access token that the provider issued for this API. What comes back has our claims and lifetime, and a session that can be ended here. It never outlives the subject_token; there is no refresh token.',
      form: token.exchangeGrant,
      origin: 'not-foreign',
      errors: 'oauth',
      answers: { 200: token.exchanged },
      refusals: [400, 401, 502, 503],
    },
  },
  '/api/token/page': {
    POST: {
      summary: 'A short token for the scripts of a page that is signed in by cookie',
      description:
        'A hybrid token bound to the session of the cookie: it ends with that, at the next request. No refresh token: ask again.',
      body: form.nothingForm,
      answers: { 200: token.accessToken },
      refusals: [401, 403, 503],
    },
  },
  '/api/token/revoke': {
    POST: {
      summary: 'Revoke a token (RFC 7009)',
      description:
        'A refresh token or an access token ends its session or family, for good. A hybrid access token is refused at its next request; a bearer access token goes on until it expires, in minutes. 200 also for a token that nobody knows.',
      form: token.presentedTokenForm,
      origin: 'not-foreign',
      errors: 'oauth',
      answers: { 200: null },
      refusals: [400, 503],
    },
  },
  '/api/token/introspect': {
    POST: {
      summary: 'Is this token good? (RFC 7662)',
      description:
        'HTTP Basic with INTROSPECTION_CLIENT_ID and INTROSPECTION_CLIENT_SECRET. Looks at what the server keeps: here a bearer token whose family was revoked is not active.',
      form: token.presentedTokenForm,
      origin: 'not-foreign',
      errors: 'oauth',
      client: 'basic',
      answers: { 200: token.introspection },
      refusals: [400, 401, 503],
    },
  },
  '/.well-known/jwks.json': {
    GET: {
      summary: 'The public keys that verify access tokens',
      description: 'A new key is here before it signs, an old one until its last token has ended.',
      readableBy: 'any-origin',
      answers: { 200: token.jwks },
      refusals: [503],
    },
  },
  '/.well-known/oauth-authorization-server': {
    GET: {
      summary: 'What this app is as an issuer of access tokens (RFC 8414)',
      description: 'Everything else is found from here, by the issuer alone.',
      readableBy: 'any-origin',
      answers: { 200: metadata.authorizationServer },
      refusals: [503],
    },
  },
  '/.well-known/openid-configuration': {
    GET: {
      summary: 'The same document, where half of the libraries look first',
      description:
        'This app is no OpenID Provider: there is no authorization endpoint, and no ID token is issued.',
      readableBy: 'any-origin',
      answers: { 200: metadata.authorizationServer },
      refusals: [503],
    },
  },
  '/.well-known/oauth-protected-resource': {
    GET: {
      summary: 'Which tokens this API takes (RFC 9728)',
      description: 'Named by resource_metadata in every challenge for a token.',
      readableBy: 'any-origin',
      answers: { 200: metadata.protectedResource },
      refusals: [],
    },
  },
  '/.well-known/oauth-protected-resource/api': {
    GET: {
      summary: 'The same document, where RFC 9728 §3.1 puts it for a resource with the path /api',
      readableBy: 'any-origin',
      answers: { 200: metadata.protectedResource },
      refusals: [],
    },
  },
} as const satisfies Record<string, Partial<Record<'GET' | 'POST' | 'DELETE', Endpoint>>>
