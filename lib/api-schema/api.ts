import { z } from 'zod'
import * as form from './index'
import * as answer from './answers'
import { tokenEndpoints } from './token-api'

/** Which cookie to look at, where no Authorization header decides; else the one that the toggle names. */
const cookieQuery = z.object({ strategy: form.strategyForm.shape.strategy.optional() })

/**
 * Every endpoint: what it takes, what it answers. The routes validate by this table, the OpenAPI document prints it.
 * `answers` maps a status to a shape, or to null for an empty body; every refusal is a problem document.
 * `origin: 'not-foreign'`: acts for no cookie, so that a client without an Origin (curl) may call it.
 * A body is JSON, or what an RFC wants as a `form`; where both are named, the media type of the request decides.
 */
export const endpoints = {
  '/api/sign-up': {
    POST: {
      summary: 'Ask for an account',
      description: 'The answer is the same whether or not the address is taken; the mail tells.',
      body: form.signUpForm,
      origin: 'not-foreign',
      answers: { 202: answer.verificationSent },
      refusals: [422, 429, 503],
    },
  },
  '/api/verify-email': {
    POST: {
      summary: 'Confirm an address with the code from the mail',
      body: form.verifyEmailForm,
      origin: 'not-foreign',
      answers: { 204: null },
      refusals: [400, 422, 429, 503],
    },
  },
  '/api/sign-in': {
    POST: {
      summary: 'Sign in with a password',
      description:
        'Sets the cookie of the strategy, and that of the preferred strategy. Ends the session that this browser had under this strategy, and any of another person. A session of the same person under the other strategy stays.',
      body: form.signInForm,
      waitsByItself: true,
      answers: { 200: answer.authenticatedState },
      refusals: [401, 403, 422, 429, 503],
    },
  },
  '/api/sign-out': {
    POST: {
      summary: 'Sign out',
      description:
        'Of one strategy, or of all that this browser presents; with an access token, of its session. 503 when it could not be done, 409 for a token of a provider: then nothing was.',
      body: form.optionalStrategyForm,
      answers: { 204: null },
      refusals: [403, 409, 422, 503],
    },
  },
  '/api/strategy': {
    POST: {
      summary: 'Choose how this browser stays signed in',
      description: 'A signed-in person stays signed in; the session of the old strategy ends.',
      body: form.strategyForm,
      answers: { 200: answer.strategySet },
      refusals: [401, 403, 422, 503],
    },
  },
  '/api/renew': {
    POST: {
      summary: 'Renew the session',
      description: 'Moves the idle end; the absolute end stays. Safe from several tabs at once.',
      body: form.optionalStrategyForm,
      answers: { 200: answer.authenticatedState, 401: answer.anonymousState },
      refusals: [403, 422, 503],
    },
  },
  '/api/me': {
    GET: {
      summary: 'Who am I?',
      description:
        'An Authorization header alone decides where there is one; else the cookie of the chosen strategy.',
      query: cookieQuery,
      answers: { 200: answer.authenticatedState, 401: answer.anonymousState, 503: answer.unavailableState },
      refusals: [422],
    },
  },
  '/api/dbsc/register': {
    POST: {
      summary: 'Bind the session of a cookie to a key of the device',
      description:
        'Asked by a browser, after an answer with Secure-Session-Registration: with the cookie, and a JWT in Secure-Session-Response.',
      origin: 'not-foreign',
      answers: { 200: answer.sessionInstructions },
      refusals: [400, 403, 503],
    },
  },
  '/api/dbsc/refresh': {
    POST: {
      summary: 'The next cookie, for a signature by the key of the device',
      description:
        'Asked by a browser, with Sec-Secure-Session-Id. Without a good signature the 403 has the challenge to sign, in Secure-Session-Challenge. Of a session that has ended it says `continue: false`.',
      origin: 'not-foreign',
      answers: { 200: answer.sessionInstructions },
      refusals: [400, 403, 503],
    },
  },
  '/api/sessions': {
    GET: {
      summary: 'Where am I signed in?',
      query: cookieQuery,
      answers: { 200: answer.sessions },
      refusals: [401, 422, 503],
    },
  },
  '/api/sessions/{id}': {
    DELETE: {
      summary: 'End one of my sessions',
      query: cookieQuery,
      answers: { 204: null },
      refusals: [401, 403, 404, 422, 503],
    },
  },
  '/api/sessions/revoke-others': {
    POST: {
      summary: 'End all my sessions but this one',
      body: form.nothingForm,
      answers: { 204: null },
      refusals: [401, 403, 503],
    },
  },
  '/api/password': {
    POST: {
      summary: 'Change my password',
      description: 'All other sessions end, this one is replaced.',
      body: form.changePasswordForm,
      answers: { 204: null },
      refusals: [401, 403, 422, 429, 503],
    },
  },
  '/api/password/forgot': {
    POST: {
      summary: 'Ask for a mail to reset a password',
      description: 'The answer is the same whether or not there is such an account.',
      body: form.forgotPasswordForm,
      origin: 'not-foreign',
      answers: { 202: answer.accepted },
      refusals: [422, 429, 503],
    },
  },
  '/api/password/reset': {
    POST: {
      summary: 'Set a new password with the code from the mail',
      description: 'Every session of the account ends.',
      body: form.resetPasswordForm,
      origin: 'not-foreign',
      answers: { 204: null },
      refusals: [400, 422, 429, 503],
    },
  },
  ...tokenEndpoints,
  '/api/admin/stats': {
    GET: {
      summary: 'Counts, for administrators',
      query: cookieQuery,
      answers: { 200: answer.stats },
      refusals: [401, 403, 422, 503],
    },
  },
  '/api/admin/users/{id}/disable': {
    POST: {
      summary: 'Disable a user',
      description: 'Every session of the user ends.',
      body: form.nothingForm,
      answers: { 204: null },
      refusals: [401, 403, 404, 409, 503],
    },
  },
  '/api/admin/users/{id}/enable': {
    POST: {
      summary: 'Enable a user',
      body: form.nothingForm,
      answers: { 204: null },
      refusals: [401, 403, 404, 503],
    },
  },
  '/api/admin/users/{id}/role': {
    POST: {
      summary: 'Give a user a role',
      body: form.roleForm,
      answers: { 204: null },
      refusals: [401, 403, 404, 409, 422, 503],
    },
  },
  '/api/openapi.json': {
    GET: {
      summary: 'This document',
      readableBy: 'any-origin',
      answers: { 200: z.looseObject({}) },
      refusals: [],
    },
  },
  '/healthz': {
    GET: { summary: 'Is the process alive?', answers: { 200: answer.alive }, refusals: [] },
  },
  '/readyz': {
    GET: { summary: 'Can it do its work?', answers: { 200: answer.ready }, refusals: [503] },
  },
} as const satisfies Endpoints

export type EndpointPath = keyof typeof endpoints

/** By path, then by method. */
export type Endpoints = Record<string, EndpointMethods>
export type EndpointMethods = Partial<Record<'GET' | 'POST' | 'DELETE', Endpoint>>

export type Endpoint = {
  summary: string
  description?: string
  body?: z.ZodType
  form?: z.ZodType
  query?: z.ZodType
  /**
   * `own`: only a page of ours may call it, also with a token, which may be one that only reads. `any`: what its body
   * proves decides alone; only for a route that looks at no cookie and no header
   */
  origin?: 'not-foreign' | 'own' | 'any'
  /** of the answers, where it is not JSON */
  mediaType?: string
  /** as RFC 6749 §5.2 has them, instead of problem documents; a form is always answered so */
  errors?: 'oauth'
  /** What it ends it waits for by itself: until this process has heard of it. Absent: whoever serves the endpoint does. */
  waitsByItself?: true
  /** public: scripts of every origin may read the answer */
  readableBy?: 'any-origin'
  /** the client proves itself by HTTP Basic */
  client?: 'basic'
  answers: Record<number, z.ZodType | null>
  refusals: readonly number[]
}
