import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { exportJWK, generateKeyPair } from 'jose'
import { afterAll } from 'vitest'
import { readSetCookie } from '@/lib/set-cookie'
import type { ProviderOptions } from '../options'
import { createProvider } from '../openid-provider'

export const appOrigin = 'http://localhost:3000'
export const api = `${appOrigin}/api`
export const password = 'correct horse battery staple'
const clientSecret = 'Rk7zVbN2xQ5wMj8cT1yHgD4fLs9aPuE3'

const { privateKey } = await generateKeyPair('RS256', { extractable: true })
const signingKey = { ...(await exportJWK(privateKey)), kid: 'k', alg: 'RS256', use: 'sig' }

/** A provider of this test file's own, on a port and in a folder of its own. `restart` leaves nothing but the folder. */
export async function startProvider(given: Partial<ProviderOptions> = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bothways-provider-'))
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const keys = { clientSecret, password, cookieKey: 'a-key-for-cookies', signingKey }
  function restart() {
    server.removeAllListeners('request')
    const handle = createProvider({ port, appOrigin, folder, ...keys, ...given }).callback()
    server.on('request', (request, response) => void handle(request, response))
  }
  restart()
  afterAll(() => {
    server.close()
    rmSync(folder, { recursive: true })
  })
  return { issuer: `http://localhost:${port}`, folder, restart, server }
}

/** A browser as far as these tests need one: it keeps cookies and follows redirects within the provider.
 *  @param seen is told the value of every cookie that was set */
export function browser(issuer: string, seen: string[] = []) {
  const cookies = new Map<string, string>()
  return async function visit(
    url: string,
    form?: Record<string, string>,
    headers: Record<string, string> = {},
    method = form ? 'POST' : 'GET',
  ): Promise<Response> {
    const response = await fetch(new URL(url, issuer), {
      method,
      redirect: 'manual',
      headers: { ...headers, cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      body: form ? new URLSearchParams(form) : null,
    })
    for (const line of response.headers.getSetCookie()) {
      const { name, value = '' } = readSetCookie(line)
      cookies.set(name, value)
      if (value) seen.push(value)
    }
    const next = response.headers.get('location')
    const onward = next && new URL(next, response.url)
    return onward && onward.origin === issuer ? visit(onward.href) : response
  }
}

export type Browser = ReturnType<typeof browser>

const verifier = randomBytes(32).toString('base64url')
const codeChallenge = createHash('sha256').update(verifier).digest('base64url')

const redirectUris: Record<string, string> = {
  'web-confidential': `${appOrigin}/api/auth/jwt/callback/local-confidential`,
  'web-public': `${appOrigin}/api/auth/jwt/callback/local-public`,
  spa: `${appOrigin}/spa`,
  native: 'http://127.0.0.1:53210/callback',
}
const redirectUriOf = (clientId: string) => redirectUris[clientId] ?? `${appOrigin}/${clientId}`

export const wholeScope = 'openid profile email api'

/** The address of an authorization request. `undefined` leaves a parameter out. */
export function request(clientId: string, changed: Record<string, string | undefined> = {}) {
  const parameters = {
    client_id: clientId,
    response_type: 'code',
    scope: 'openid profile email',
    redirect_uri: redirectUriOf(clientId),
    code_challenge: codeChallenge,
    code_challenge_method: 'S256',
    state: 'a-state',
    nonce: 'a-nonce',
    ...changed,
  }
  const present = Object.entries(parameters).filter(([, value]) => value !== undefined)
  return `/auth?${new URLSearchParams(present).toString()}`
}

/** Asks, signs in, allows. @returns the answer at the client's redirect URI */
export async function authorize(
  visit: Browser,
  clientId: string,
  changed: Record<string, string | undefined> = {},
  email = 'lin@provider.example',
): Promise<URL> {
  let answer = await visit(request(clientId, changed))
  if ((await answer.clone().text()).includes('name="password"'))
    answer = await visit(answer.url, { email, password })
  if (answer.status === 200) answer = await visit(answer.url, { decision: 'allow' })
  return new URL(answer.headers.get('location') ?? 'nowhere:')
}

export const codeOf = (answer: URL) => answer.searchParams.get('code') ?? ''

export type Tokens = {
  access_token: string
  id_token: string
  refresh_token?: string
  token_type: string
  expires_in: number
  scope: string
  error?: string
  error_description?: string
}

/** Asks the token endpoint as a client, with its secret if it has one. */
export async function askForTokens(issuer: string, clientId: string, form: Record<string, string>) {
  const isPublic = clientId !== 'web-confidential'
  const response = await fetch(`${issuer}/token`, {
    method: 'POST',
    body: new URLSearchParams(isPublic ? { ...form, client_id: clientId } : form),
    headers: isPublic ? {} : { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
  })
  return { status: response.status, tokens: (await response.json()) as Tokens }
}

/** Exchanges a code. `undefined` leaves a parameter out. */
export function redeem(
  issuer: string,
  clientId: string,
  code: string,
  changed: Record<string, string | undefined> = {},
) {
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUriOf(clientId),
    code_verifier: verifier,
    ...changed,
  }
  const present = Object.entries(form).filter(([, value]) => value !== undefined)
  return askForTokens(issuer, clientId, Object.fromEntries(present))
}

export const refresh = (issuer: string, clientId: string, refreshToken = '') =>
  askForTokens(issuer, clientId, { grant_type: 'refresh_token', refresh_token: refreshToken })

/** @returns the status, and the claims if there are any */
export async function userinfo(issuer: string, accessToken: string) {
  const response = await fetch(`${issuer}/me`, { headers: { authorization: `Bearer ${accessToken}` } })
  return { status: response.status, claims: (await response.json()) as Record<string, unknown> }
}
