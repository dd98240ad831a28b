import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import getPort from 'get-port'
import { authjsStrategyIds } from '@/lib/strategies'
import { endpoints, paths, type Endpoint, type Received, type Reply, type State } from './endpoints'
import { Grants } from './grants'
import { newKey } from './signing'
import { makeTrouble } from './trouble'

const somebody = () => {
  const sub = randomUUID()
  return { sub, name: 'Somebody', email: `${sub}@provider.example`, email_verified: true }
}

const moved = '/moved'

async function receive(request: IncomingMessage): Promise<{ path: string; received?: Received }> {
  const { pathname, searchParams, search } = new URL(request.url ?? '/', 'http://localhost')
  const chunks: Buffer[] = []
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  const endpoint = paths[pathname.startsWith(moved) ? pathname.slice(moved.length) : pathname]
  if (!endpoint) return { path: pathname }
  const { method = '', headers } = request
  const form = new URLSearchParams(Buffer.concat(chunks).toString())
  return { path: pathname + search, received: { endpoint, method, headers, query: searchParams, form } }
}

function send(response: ServerResponse, { status, body, headers }: Reply) {
  const own = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  response.writeHead(status, { ...own, ...headers }).end(JSON.stringify(body))
}

/** The answer, with what is wrong with this endpoint just now. What is asked for at another place is right. */
async function answer(state: State, received: Received, path: string, response: ServerResponse) {
  const { endpoint } = received
  const reply = await endpoints[endpoint](state, received)
  const fault = path.startsWith(moved) || endpoint === 'authorization' ? undefined : state.faults[endpoint]
  if (typeof fault === 'string') return makeTrouble(fault, response, JSON.stringify(reply.body), path)
  received.status = reply.status
  const change = reply.status === 200 ? (fault as ((body: object) => object) | undefined) : undefined
  send(response, { ...reply, body: change ? change(reply.body) : reply.body })
}

/**
 * An OpenID Provider that does what the specifications say (endpoints.ts), over http on loopback, but for what
 * `faults` names. Whoever comes to its authorization endpoint is `person`, and consents.
 * @param kind of the one client it knows: with a secret (client_secret_basic) or without one
 */
export async function startHostileProvider(kind: 'confidential' | 'public') {
  const port = await getPort()
  const secret = kind === 'confidential' ? randomBytes(32).toString('base64url') : undefined
  const state: State = {
    issuer: `http://localhost:${port}`,
    client: { id: 'bothways', secret },
    redirectUris: [],
    grants: new Grants(),
    person: somebody(),
    faults: {},
    keys: [await newKey()],
  }
  let requests: Received[] = []
  /** paths that nobody should ask for */
  let strays: string[] = []

  const server = createServer((request, response) => {
    void receive(request).then(async ({ path, received }) => {
      if (!received) return strays.push(path) && response.writeHead(404).end()
      requests.push(received)
      await answer(state, received, path, response)
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')

  const settings: Record<string, string> = {
    OIDC_GENERIC_ISSUER: state.issuer,
    OIDC_GENERIC_CLIENT_ID: state.client.id,
    OIDC_GENERIC_NAME: 'Hostile',
  }
  if (secret) settings.OIDC_GENERIC_CLIENT_SECRET = secret
  return {
    state,
    issuer: state.issuer,
    settings,
    asked: (endpoint: Endpoint) => requests.filter((request) => request.endpoint === endpoint),
    strays: () => strays,
    /** A new key, and the old ones forgotten. */
    rotate: async () => void (state.keys = [await newKey()]),
    /** Right again in everything, with another person and an empty memory of requests. */
    reset(appOrigin: string) {
      const callback = (strategy: string) => `${appOrigin}/api/auth/${strategy}/callback/generic`
      Object.assign(state, {
        redirectUris: authjsStrategyIds.map(callback),
        person: somebody(),
        faults: {},
      })
      if (state.keys.length > 1) state.keys = state.keys.slice(-1)
      requests = []
      strays = []
    },
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export type HostileProvider = Awaited<ReturnType<typeof startHostileProvider>>
