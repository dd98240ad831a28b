import { randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { App } from '../support/app'
import { Client, type Sent } from '../support/client'
import { startCollector, type CollectedSpan, type Collector } from '../support/collector'
import type { Instance } from '../support/instances'
import { newPerson, type Person } from '../support/people'
import { expect, test as production } from '../support/production'
import { secretsOf } from '../support/secrets'
import { test as base } from '../support/test'
import { until } from '../support/until'
import { fullWalk } from '../support/walk'

/** Spans at an OTLP collector: that they come, whole and in order, and that nothing in them opens anything. */

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

const toCollector = ({ url }: Collector) => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_BSP_SCHEDULE_DELAY: '100', // milliseconds
})

const collectorOf = (instance: Instance) =>
  instance.part('collector', startCollector, (collector) => collector.stop())

const lab = base.extend<{ collector: Collector }>({
  instance: async ({ instances }, use) => use(await instances.at('collector')),
  collector: async ({ instance }, use) => use(await collectorOf(instance)),
  settings: async ({ collector }, use) => use(toCollector(collector)),
})

const outside = production.extend<{ collector: Collector }>({
  instance: async ({ instances }, use) => use(await instances.at('collector, LAB=off')),
  collector: async ({ instance }, use) => use(await collectorOf(instance)),
  settings: async ({ collector, mailServer }, use) =>
    use({ AUTH_URL: 'https', LAB: 'off', SMTP_URL: mailServer.url, ...toCollector(collector) }),
})

type Trace = { status: number; spans: CollectedSpan[]; root: CollectedSpan }

/** A request of a client that traces too, and what came of it at the collector. @see W3C Trace Context §3.2 */
async function traced(
  collector: Collector,
  client: Client,
  method: string,
  path: string,
  sent: Sent = {},
): Promise<Trace> {
  const [traceId, own] = [randomBytes(16).toString('hex'), randomBytes(8).toString('hex')]
  const headers = { traceparent: `00-${traceId}-${own}-01` }
  const { status } = await client.send(method, path, { ...sent, headers })
  return until(`the trace of ${path}`, () => {
    const spans = collector.spans.filter((span) => span.traceId === traceId)
    const root = spans.find(({ parentSpanId }) => parentSpanId === own)
    return root && { status, spans, root }
  })
}

const parentIn = (spans: CollectedSpan[], { parentSpanId }: CollectedSpan) =>
  spans.find(({ spanId }) => spanId === parentSpanId)

/** From a span up to the root. */
function namesUpFrom(name: string, spans: CollectedSpan[]): string[] {
  const names: string[] = []
  for (let span = spans.find((one) => one.name === name); span; span = parentIn(spans, span))
    names.push(span.name)
  return names
}

/** Every span but the root has its parent there, and began within it. */
function expectWhole({ spans, root }: Trace) {
  expect(root.endTimeUnixNano).toBeGreaterThan(root.startTimeUnixNano)
  for (const span of spans.filter((one) => one !== root))
    expect(parentIn(spans, span)?.startTimeUnixNano, span.name).toBeLessThanOrEqual(span.startTimeUnixNano)
}

async function expectTraces(app: App, collector: Collector, { email, password }: Person) {
  const client = new Client(app)
  const ask = (method: string, path: string, sent?: Sent) => traced(collector, client, method, path, sent)
  const signIn = await ask('POST', '/api/sign-in', { json: { email, password, strategy: 'database' } })
  const read = await ask('GET', '/api/me')
  const signOut = await ask('POST', '/api/sign-out', { json: {} })
  expect([signIn, read, signOut].map(({ status }) => status)).toEqual([200, 200, 204])
  for (const trace of [signIn, read, signOut]) expectWhole(trace)
  const route = (path: string) => [
    expect.stringContaining(path),
    expect.stringMatching(new RegExp(` ${path}$`)),
  ]
  expect(namesUpFrom('password.verify', signIn.spans)).toEqual(['password.verify', ...route('/api/sign-in')])
  expect(namesUpFrom('db.query', read.spans)).toEqual(['db.query', ...route('/api/me')])
  expect(namesUpFrom('db.query', signOut.spans)).toEqual(['db.query', ...route('/api/sign-out')])
  const query = read.spans.find(({ name }) => name === 'db.query')
  expect(query?.attributes['db.query.text']).toContain('"Session"')
  expect(collector.refused).toEqual([])
  for (const { resource } of collector.spans)
    expect(resource).toMatchObject({ 'service.name': 'bothways', 'service.version': version })
  return client
}

/** Runs of random characters: tokens, digests, codes. Ids of spans are shorter, words have no capital and no digit. */
const randomIn = (text: string) => (text.match(/[\w-]{40,}/g) ?? []).filter((run) => /[A-Z\d]/.test(run))

function expectNoSecret(collector: Collector, secrets: string[]) {
  const bytes = collector.received()
  expect(secrets.filter((secret) => bytes.includes(secret))).toEqual([])
  expect(randomIn(bytes)).toEqual([])
  expect(bytes.match(/eyJ[\w-]+\.|\$2[aby]\$/g) ?? []).toEqual([])
}

lab(
  'the lab: traces are whole, and tell no secret of a walk through everything',
  async ({ app, collector }) => {
    lab.setTimeout(120_000)
    const canary = `canary-${randomUUID()}`
    const person = { ...newPerson(), password: `${canary} seven otters` }
    const walked = await fullWalk(app, person)
    await walked.get(`/verify-email?token=${canary}`, { accept: 'text/html' })
    for (const flow of ['session', 'bearer', 'oidc-pkce'])
      expect((await new Client(app).post(`/api/lab/flows/${flow}/record`)).text, flow).toContain(
        '"recording"',
      )
    const client = await expectTraces(app, collector, person)
    expect(collector.spans.map(({ name }) => name)).toContain('wire.exchange')
    const secrets = secretsOf([...walked.answers, ...client.answers, await walked.get('/api/outbox')])
    expect(secrets.length).toBeGreaterThan(20)
    expectNoSecret(collector, [canary, ...secrets])
  },
)

outside('outside the lab: the same', async ({ app, collector, verified }) => {
  const client = await expectTraces(app, collector, verified)
  const secrets = secretsOf(client.answers)
  expect(secrets.length).toBeGreaterThan(0)
  expectNoSecret(collector, [verified.password, ...secrets])
})
