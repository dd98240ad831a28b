import { Client, type Answer } from '../support/client'
import { staticFile, tags } from '../support/page'
import { expect, test } from '../support/production'

/** What browsers, crawlers and programs ask for at the top of a site, as it stands in the world: lab off, https. */

const files: Record<string, string> = {
  '/favicon.ico': 'image/x-icon',
  '/icon.svg': 'image/svg+xml',
  '/icon-192.png': 'image/png',
  '/icon-512.png': 'image/png',
  '/icon-maskable-512.png': 'image/png',
  '/apple-touch-icon.png': 'image/png',
  '/social.png': 'image/png',
  '/site.webmanifest': 'application/manifest+json',
  '/robots.txt': 'text/plain',
  '/.well-known/security.txt': 'text/plain',
}

function expectPublic({ status, headers, setCookies }: Answer, type: string) {
  expect(status).toBe(200)
  expect(String(headers['content-type']).split(';')[0]).toBe(type)
  expect(headers['cache-control']).toBe('public, max-age=86400')
  expect(headers['x-content-type-options']).toBe('nosniff')
  expect(headers['strict-transport-security']).toContain('max-age=')
  expect(setCookies).toEqual([])
}

for (const [path, type] of Object.entries(files))
  test(`${path} is ${type}, may be cached, and sets no cookie`, async ({ app }) => {
    const client = new Client(app)
    const answer = await client.get(path)
    expectPublic(answer, type)
    const readers = path === '/social.png' ? 'cross-origin' : 'same-origin'
    expect(answer.headers['cross-origin-resource-policy']).toBe(readers)
  })

test('a file is there to be read, whole, whatever part or condition is asked for', async ({ app }) => {
  const client = new Client(app)
  const asked = [
    { range: 'bytes=99999999-' },
    { range: 'bytes=5-2', 'if-range': 'x' },
    { range: 'bytes=-0' },
    { 'if-match': '"x"' },
    { 'if-unmodified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' },
  ]
  for (const path of [
    '/favicon.ico',
    '/icon%2Esvg',
    '/robots.txt',
    '/site.webmanifest',
    await staticFile(app),
  ]) {
    for (const headers of asked) expect((await client.get(path, headers)).status, path).toBe(200)
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'PROPFIND']) {
      const answer = await client.send(method, path)
      expect([answer.status, answer.headers.allow], `${method} ${path}`).toEqual([405, 'GET, HEAD'])
    }
    const foreign = await client.send('POST', path, { headers: { origin: 'https://evil.example' } })
    expect(foreign.status, path).toBe(403)
  }
})

const linksOf = (html: string) =>
  tags(html, 'link')
    .filter((tag) => /rel="(icon|apple-touch-icon|manifest)"/.test(tag))
    .map((tag) => /href="([^"]+)"/.exec(tag)?.[1] ?? '')
const propertiesOf = (html: string): Record<string, string> =>
  Object.fromEntries(
    tags(html, 'meta').map((tag) => [
      /(?:property|name)="([^"]+)"/.exec(tag)?.[1] ?? '',
      /content="([^"]*)"/.exec(tag)?.[1] ?? '',
    ]),
  )

for (const path of ['/', '/sign-in', '/not-a-page'])
  test(`${path} links the icons, the manifest and the picture by AUTH_URL`, async ({ app }) => {
    const client = new Client(app)
    const { text } = await client.get(path)
    const links = linksOf(text)
    expect(links.sort()).toEqual(['/apple-touch-icon.png', '/favicon.ico', '/icon.svg', '/site.webmanifest'])
    for (const link of links) expectPublic(await client.get(link), files[link]!)
    expect(propertiesOf(text)).toMatchObject({
      'og:image': `${app.origin}/social.png`,
      'og:image:width': '1200',
      'og:image:height': '630',
      'og:site_name': 'Bothways',
      'twitter:card': 'summary_large_image',
      'twitter:image': `${app.origin}/social.png`,
    })
  })

test('the manifest names pictures of the size it says', async ({ app }) => {
  const client = new Client(app)
  const { icons } = (await client.get('/site.webmanifest')).json<{
    icons: { src: string; sizes: string }[]
  }>()
  expect(icons.length).toBeGreaterThanOrEqual(3)
  for (const { src, sizes } of icons) {
    expectPublic(await client.get(src), 'image/png')
    const bytes = Buffer.from(await (await fetch(`${app.url}${src}`)).arrayBuffer())
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(sizes) // IHDR
  }
})

test('the icon is an ICO of three sizes', async ({ app }) => {
  const bytes = Buffer.from(await (await fetch(`${app.url}/favicon.ico`)).arrayBuffer())
  expect(bytes.subarray(0, 6)).toEqual(Buffer.from([0, 0, 1, 0, 3, 0]))
  expect([6, 22, 38].map((at) => bytes[at])).toEqual([16, 32, 48])
})

test('security.txt is as RFC 9116 wants it, and leads to a page that says how', async ({ app }) => {
  const client = new Client(app)
  const { text } = await client.get('/.well-known/security.txt')
  const fields = new Map<string, string>()
  for (const line of text.trim().split('\n')) fields.set(line.split(': ')[0]!, line.replace(/^.*?: /, ''))
  expect(Object.fromEntries(fields)).toMatchObject({
    Contact: `${app.origin}/security`,
    Canonical: `${app.origin}/.well-known/security.txt`,
  })
  const days = (Date.parse(fields.get('Expires') ?? '') - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(30)
  expect(days).toBeLessThan(365)
  expect((await client.get('/security')).text).toContain('Report a weakness')
})

test('a password manager is led to the form, and told that other addresses are nothing', async ({
  app,
  verified,
}) => {
  const client = new Client(app)
  const answer = await client.get('/.well-known/change-password')
  expect([answer.status, answer.headers.location]).toEqual([302, '/account#password'])
  const probe = '/.well-known/resource-that-should-not-exist-whose-status-code-should-not-be-200'
  expect((await client.get(probe)).status).toBe(404)
  const { email, password } = verified
  await client.post('/api/sign-in', { email, password })
  expect((await client.get('/account')).text).toContain('id="password"')
  for (const path of ['/.well-known/change-password', '/.well-known/security.txt'])
    expect((await client.send('POST', path)).status).toBe(405)
})

test('robots stay away from what is good once, and see no account: they are led to sign in', async ({
  app,
}) => {
  const client = new Client(app)
  const { text } = await client.get('/robots.txt')
  const account = await client.get('/account')
  expect(account.status).toBe(307)
  expect(account.headers.location).toMatch(/^\/sign-in\?/)
  for (const path of ['/admin', '/api/', '/reset-password', '/verify-email'])
    expect(text).toContain(`Disallow: ${path}\n`)
  expect(text).not.toContain('Disallow: /\n')
})
