import { execFile } from 'node:child_process'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { createServer as createSocketServer, type AddressInfo, type Server as SocketServer } from 'node:net'
import { promisify } from 'node:util'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { env } from '@/lib/env'
import { certificateAuthority, hasOpenssl, type Certificate } from './testing/certificates'
import { providerTimeout, ProviderFault } from './bounded-fetch'
import { discover } from './issuer-documents'

/** Real servers that go wrong in one thing each: the reason for the log names that thing. */

const noted: [event: string, fields: object][] = vi.hoisted(() => [])
vi.mock('@/lib/log', async (original) => ({
  ...(await original<typeof import('@/lib/log')>()),
  logEvent: (event: string, fields: object) => noted.push([event, fields]),
}))

const running: (Server | SocketServer)[] = []
afterEach(async () => {
  for (const server of running.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections()
    await new Promise((closed) => server.close(closed))
  }
})

async function listening(server: Server | SocketServer): Promise<number> {
  running.push(server)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return (server.address() as AddressInfo).port
}

const documentOf = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
})

type Answer = (issuer: string) => RequestListener
const wellKnown = '/.well-known/openid-configuration'
const json = (change: (document: Record<string, unknown>) => object = (document) => document): Answer => {
  return (issuer) => (_, response) => void response.end(JSON.stringify(change(documentOf(issuer))))
}

/** @returns the issuer: the host name, in any spelling, with the port of a server of its own */
async function provider(answer: Answer, host = 'localhost', tls?: Certificate): Promise<string> {
  let issuer = ''
  const listener: RequestListener = (request, response) => answer(issuer)(request, response)
  const port = await listening(tls ? createTlsServer(tls, listener) : createServer(listener))
  return (issuer = `${tls ? 'https' : 'http'}://${host}:${port}`)
}

const discovered = (issuer: string, signal = AbortSignal.timeout(5_000)) => discover(issuer, signal)

async function reason(issuer: string, signal?: AbortSignal): Promise<string> {
  const error = await discovered(issuer, signal).catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(ProviderFault)
  return (error as ProviderFault).reason
}

test.each(['localhost', 'idp.localhost', 'a.b.localhost', 'localhost.', '127.0.0.1', '127.0.0.1.'])(
  'http at %s is this machine',
  async (host) => {
    const issuer = await provider(json(), host)
    expect(await discovered(issuer)).toMatchObject({ issuer })
  },
)

test('a name below localhost reaches the provider under that name', async () => {
  const hosts: (string | undefined)[] = []
  const issuer = await provider(
    (own) => (request, response) => {
      hosts.push(request.headers.host)
      response.end(JSON.stringify(documentOf(own)))
    },
    'idp.localhost',
  )
  await discovered(issuer)
  expect(hosts).toEqual([new URL(issuer).host])
})

describe('redirects', () => {
  const redirecting =
    (status: number, to: (issuer: string) => string): Answer =>
    (issuer) =>
    (request, response) =>
      request.url === wellKnown
        ? void response.writeHead(status, { location: to(issuer) }).end()
        : void response.end(JSON.stringify(documentOf(issuer)))

  test.each([301, 302, 303, 307, 308])('one on the same origin is followed: %i', async (status) => {
    for (const to of ['/moved', 'moved?a=b']) {
      const issuer = await provider(redirecting(status, () => to))
      expect(await discovered(issuer)).toMatchObject({ issuer })
    }
    const absolute = await provider(redirecting(status, (issuer) => `${issuer}/moved`))
    expect(await discovered(absolute)).toMatchObject({ issuer: absolute })
  })

  test('two are not', async () => {
    const issuer = await provider((own) => (_, response) => {
      response.writeHead(302, { location: `${own}/again` }).end()
    })
    expect(await reason(issuer)).toBe(
      `${issuer}/again: redirects to ${issuer}, and no (further) redirect is followed`,
    )
  })

  test.each([
    ['https://evil.example/path?secret=x', 'https://evil.example'],
    ['//evil.example', 'http://evil.example'],
    ['http://127.0.0.1/', 'http://127.0.0.1'],
    ['https://localhost/', 'https://localhost'],
  ])('one to another origin is not, and the log has that origin alone: %s', async (to, origin) => {
    const issuer = await provider(redirecting(302, () => to))
    const said = await reason(issuer)
    expect(said).toBe(`${issuer}${wellKnown}: redirects to ${origin}, and only its own origin is followed`)
  })

  test('one that leads nowhere is an answer with that status', async () => {
    for (const to of ['http://', 'http://[']) {
      const issuer = await provider(redirecting(302, () => to))
      expect(await reason(issuer)).toBe(`${issuer}${wellKnown}: status 302`)
    }
  })
})

describe('an answer that is wrong', () => {
  const cases: [what: string, answer: Answer, expected: RegExp][] = [
    ['status 404', () => (_, response) => void response.writeHead(404).end(), /: status 404$/],
    ['status 503', () => (_, response) => void response.writeHead(503).end('{}'), /: status 503$/],
    [
      'a page',
      () => (_, response) => void response.setHeader('content-type', 'text/html').end('<h1>Hello'),
      /: an answer that is no JSON \(text\/html\)$/,
    ],
    ['nothing', () => (_, response) => void response.end(), /no JSON \(without a content type\)$/],
    ['null', () => (_, response) => void response.end('null'), /: the document: /],
    ['too much', () => (_, response) => void response.end('x'.repeat(300_000)), /more than 262144 bytes$/],
    [
      'another issuer',
      json((document) => ({ ...document, issuer: `${String(document.issuer)}/` })),
      /: the issuer calls itself "http:\/\/localhost:\d+\/", and "http:\/\/localhost:\d+" is configured: both must be the same/,
    ],
    [
      'an endpoint that is not there',
      json(({ token_endpoint: _, ...document }) => document),
      /: token_endpoint: must be a URL$/,
    ],
    [
      'an endpoint by http elsewhere',
      json((document) => ({ ...document, jwks_uri: 'http://idp.example/jwks' })),
      /: jwks_uri: must be https outside localhost$/,
    ],
    [
      'an endpoint at a port that nobody can reach',
      json((document) => ({ ...document, authorization_endpoint: 'https://idp.example:6000/authorize' })),
      /: authorization_endpoint: has a port that browsers and fetch refuse$/,
    ],
  ]
  test.each(cases)('%s', async (_, answer, expected) => {
    const issuer = await provider(answer)
    const said = await reason(issuer)
    expect(said.startsWith(`${issuer}${wellKnown}: `)).toBe(true)
    expect(said).toMatch(expected)
  })
})

test.each([null, '', 'http://idp.example/end', 'none'])(
  'a place to sign out at that is none (%j) is not there, and the rest is',
  async (end) => {
    const issuer = await provider(json((document) => ({ ...document, end_session_endpoint: end })))
    expect((await discovered(issuer)).end_session_endpoint).toBeUndefined()
  },
)

test('null says that something is not there', async () => {
  const nothing = {
    userinfo_endpoint: null,
    id_token_signing_alg_values_supported: null,
    authorization_response_iss_parameter_supported: null,
    token_endpoint_auth_methods_supported: null,
  }
  const issuer = await provider(json((document) => ({ ...document, ...nothing })))
  const found = await discovered(issuer)
  for (const name of Object.keys(nothing)) expect(found[name], name).toBeUndefined()
})

describe('no answer', () => {
  test('nobody listens', async () => {
    const port = await listening(createSocketServer())
    await new Promise((closed) => running.pop()!.close(closed))
    expect(await reason(`http://localhost:${port}`)).toMatch(
      /the connection is refused: nobody listens there \(ECONNREFUSED\)$/,
    )
  })

  test('no such name', async () => {
    expect(await reason('https://no-such-host.invalid')).toMatch(
      /^https:\/\/no-such-host\.invalid\/.*: (no such host name \(ENOTFOUND\)|the host name could not be looked up: DNS does not answer \(EAI_AGAIN\))$/,
    )
  })

  test('a port that fetch refuses', async () => {
    expect(await reason('https://idp.example:6000')).toMatch(/its port is one that fetch refuses/)
  })

  test('the connection is closed', async () => {
    const port = await listening(createSocketServer((socket) => socket.destroy()))
    expect(await reason(`http://localhost:${port}`)).toMatch(
      /the connection was closed by the other side \(\w+\)$/,
    )
  })

  test('something else speaks there', async () => {
    const port = await listening(
      createSocketServer((socket) => void socket.end('220 mail.example ESMTP\r\n').resume()),
    )
    expect(await reason(`http://localhost:${port}`)).toMatch(/does not speak HTTP \(HTTPParserError\)$/)
  })

  test('https where http is spoken', async () => {
    const issuer = await provider(json())
    expect(await reason(issuer.replace('http:', 'https:'))).toMatch(
      /no TLS is spoken there: is it http\? \(ERR_SSL_\w+\)$/,
    )
  })

  test('not in time, which OIDC_TIMEOUT_MS says', async () => {
    env().OIDC_TIMEOUT_MS = 100
    const issuer = await provider(() => () => {})
    const why = await reason(issuer, providerTimeout())
    env().OIDC_TIMEOUT_MS = 5000
    expect(why).toMatch(/: no answer in time: all .* 0\.1 seconds together$/)
  })
})

describe.skipIf(!hasOpenssl)('certificates (needs the program openssl)', () => {
  const trust = 'name the file of its authority in NODE_EXTRA_CA_CERTS'

  test('self-signed, and of an unknown authority', async () => {
    const authority = certificateAuthority()
    const own = await provider(json(), 'localhost', authority.selfSigned('localhost'))
    expect(await reason(own)).toBe(
      `${own}${wellKnown}: its certificate is self-signed: ${trust} (DEPTH_ZERO_SELF_SIGNED_CERT)`,
    )
    const unknown = await provider(json(), 'localhost', authority.issue('localhost', 2))
    expect(await reason(unknown)).toMatch(new RegExp(`an authority that Node does not know, .*${trust}`))
    authority.remove()
  })

  test('with NODE_EXTRA_CA_CERTS: the right one is believed, one that has expired or has another name is not', async () => {
    const authority = certificateAuthority()
    const issuers = [
      await provider(json(), 'localhost', authority.issue('localhost', 2)),
      await provider(json(), 'localhost', authority.issue('localhost', 0)),
      await provider(json(), 'localhost', authority.issue('idp.example', 2)),
      await provider(json(), 'idp.localhost', authority.issue('idp.localhost', 2)),
    ]
    const script = 'lib/oidc/relying-party/testing/discover-trusting.ts'
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--conditions=react-server', '--import', 'tsx', script, ...issuers],
      { env: { ...process.env, NODE_EXTRA_CA_CERTS: authority.file } },
    )
    const [right, expired, otherName, belowLocalhost] = stdout.trim().split('\n')
    expect(right).toBe('discovered')
    expect(expired).toMatch(/: its certificate has expired \(CERT_HAS_EXPIRED\)$/)
    expect(otherName).toMatch(/: its certificate is for another host name \(ERR_TLS_CERT_ALTNAME_INVALID\)$/)
    expect(belowLocalhost).toBe('discovered')
    authority.remove()
  }, 30_000)
})

describe('a way to prove who the app is that the provider does not list', () => {
  const listing = (methods: unknown) =>
    json((document) => ({ ...document, token_endpoint_auth_methods_supported: methods }))

  async function notedOf(methods: unknown, settings: object): Promise<object[]> {
    const issuer = await provider(listing(methods))
    const client = { OIDC_GENERIC_CLIENT_ID: 'app', OIDC_GENERIC_AUTH_METHOD: undefined }
    Object.assign(env(), { ...client, OIDC_GENERIC_ISSUER: issuer, ...settings })
    noted.length = 0
    await discovered(issuer)
    return noted.map(([, fields]) => fields)
  }

  test('is named in the log, with what the provider lists', async () => {
    const basic = { OIDC_GENERIC_CLIENT_SECRET: 's' }
    const post = { OIDC_GENERIC_CLIENT_SECRET: 's', OIDC_GENERIC_AUTH_METHOD: 'client_secret_post' }
    expect(await notedOf(['client_secret_post', 'private_key_jwt'], basic)).toMatchObject([
      {
        provider: 'generic',
        reason:
          'the provider does not list client_secret_basic, which is configured here, but client_secret_post, private_key_jwt',
      },
    ])
    expect(await notedOf(['client_secret_basic'], post)).toHaveLength(1)
    expect(await notedOf(['client_secret_basic'], { OIDC_GENERIC_CLIENT_SECRET: undefined })).toHaveLength(1)
  })

  test('and nothing is said where it is listed, or where nothing is listed', async () => {
    const post = { OIDC_GENERIC_CLIENT_SECRET: 's', OIDC_GENERIC_AUTH_METHOD: 'client_secret_post' }
    expect(await notedOf(['client_secret_basic', 'client_secret_post'], post)).toEqual([])
    for (const methods of [undefined, null, 'client_secret_basic', [7]])
      expect(await notedOf(methods, post)).toEqual([])
  })
})
