import 'server-only'
import { z } from 'zod'

/** How a connection is encrypted. Files are paths, read when a connection is opened. */
export type DatabaseTls = {
  mode: 'disable' | 'require' | 'verify-ca' | 'verify-full' | 'no-verify'
  /** certificates of the authorities that are trusted instead of the usual ones */
  caFile: string | undefined
  /** what we show the server, if it asks */
  certFile: string | undefined
  keyFile: string | undefined
}

/** A database URL, taken apart. What is undefined, the driver takes from PGHOST, PGUSER and their like. */
export type DatabaseAddress = {
  /** a name, an address, or the folder of a Unix socket */
  host: string | undefined
  port: number | undefined
  user: string | undefined
  password: string | undefined
  database: string | undefined
  tls: DatabaseTls | undefined
  applicationName: string | undefined
  /** settings of the session, as `postgres` takes them on its command line */
  options: string | undefined
}

export type ParsedDatabaseUrl = { ok: true; value: DatabaseAddress } | { ok: false; message: string }

const wrong = (message: string): ParsedDatabaseUrl => ({ ok: false, message })

const form = 'must be a postgresql:// URL: postgresql://user:password@host:5432/name'
const encode =
  'cannot be taken apart: percent-encode each of : / ? # [ ] @ % in its user and password (@ is %40, / is %2F, # is %23, ? is %3F, % is %25)'
const blank = 'contains a blank or a control character: remove it, or write it percent-encoded'
const oneHost = 'names several hosts: give it one, of the server that may write or of a pooler before them'

const sslmode = z.enum(
  ['disable', 'require', 'verify-ca', 'verify-full', 'no-verify'],
  'has an sslmode that promises nothing or is unknown: choose disable, require, verify-ca, verify-full or no-verify',
)

/** One that is ignored would be a promise broken: the rest is refused. */
const parameters = z.strictObject({
  sslmode: sslmode.optional(),
  ssl: z.enum(['true', 'false'], 'must say sslmode=require or sslmode=disable instead of ssl').optional(),
  sslrootcert: z.string().min(1, 'has an empty sslrootcert').optional(),
  sslcert: z.string().min(1, 'has an empty sslcert').optional(),
  sslkey: z.string().min(1, 'has an empty sslkey').optional(),
  host: z.string().startsWith('/', 'may name only the folder of a Unix socket with ?host=').optional(),
  application_name: z.string().optional(),
  options: z.string().optional(),
  schema: z
    .literal('public', 'has a schema other than public: give the app a database of its own instead')
    .optional(),
  pgbouncer: z.enum(['true', 'false'], 'must say pgbouncer=true, or nothing').optional(), // makes no difference
})

type Parameters = z.infer<typeof parameters>

function readParameters(search: URLSearchParams) {
  const names = [...search.keys()]
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice) return { ok: false, message: `has the parameter ${twice} twice` } as const
  const parsed = parameters.safeParse(Object.fromEntries(search))
  if (parsed.success) return { ok: true, value: parsed.data } as const
  const issue = parsed.error.issues[0]!
  const message =
    issue.code === 'unrecognized_keys'
      ? `has the parameter ${issue.keys[0]}, which is not supported: remove it`
      : issue.message
  return { ok: false, message } as const
}

/** @returns undefined where the URL says nothing: PGSSLMODE decides, else there is no encryption */
function tlsOf({ sslmode, ssl, sslrootcert, sslcert, sslkey }: Parameters): DatabaseTls | undefined {
  const fromSsl = ssl && ({ true: 'require', false: 'disable' } as const)[ssl]
  const mode = sslmode ?? fromSsl ?? (sslrootcert || sslcert ? 'verify-full' : undefined)
  if (!mode) return undefined
  const caFile = sslrootcert === 'system' ? undefined : sslrootcert
  return { mode, caFile, certFile: sslcert, keyFile: sslkey }
}

function contradiction(tls: DatabaseTls | undefined): string | undefined {
  if (!tls) return undefined
  if (tls.mode === 'verify-ca' && !tls.caFile)
    return 'needs sslrootcert=/path/of/the/authority.pem with sslmode=verify-ca, or sslmode=verify-full'
  if (!tls.certFile !== !tls.keyFile) return 'needs sslcert and sslkey together'
  return undefined
}

const isTornApart = (text: string) => {
  const [, authority = '', rest = ''] = /^[^:]+:\/\/([^/?#]*)(.*)$/s.exec(text) ?? []
  return rest.includes('@') || rest.includes('#') || /%(?![\da-f]{2})/i.test(authority + rest)
}

const decoded = (text: string) => (text === '' ? undefined : decodeURIComponent(text))

function toAddress(url: URL, given: Parameters, tls: DatabaseTls | undefined): DatabaseAddress {
  return {
    host: given.host ?? decoded(url.hostname.replace(/^\[(.+)\]$/, '$1')),
    port: url.port === '' ? undefined : Number(url.port),
    user: decoded(url.username),
    password: decoded(url.password),
    database: decoded(url.pathname.slice(1)),
    tls,
    applicationName: given.application_name,
    options: given.options,
  }
}

/**
 * Takes a database URL apart. `message` goes on from the name of a variable and quotes neither user, password nor host.
 * Does NOT check that anything is there, nor read the files that it names.
 */
export function parseDatabaseUrl(text: string): ParsedDatabaseUrl {
  if (!/^postgres(ql)?:\/\//.test(text)) return wrong(form)
  if (isTornApart(text)) return wrong(encode)
  if (/[\s\u0000-\u001f\u007f]/.test(text)) return wrong(blank) // `URL` would remove some without a word
  const authority = /^[^:]+:\/\/([^/?]*)/.exec(text)?.[1] ?? ''
  if (authority.slice(authority.lastIndexOf('@') + 1).includes(',')) return wrong(oneHost)
  try {
    const url = new URL(text.replace(/^([^:]+:\/\/[^/?]*@)(?=[/?]|$)/, '$1localhost'))
    const given = readParameters(url.searchParams)
    if (!given.ok) return given
    const tls = tlsOf(given.value)
    const message = contradiction(tls)
    return message ? wrong(message) : { ok: true, value: toAddress(url, given.value, tls) }
  } catch (error) {
    return wrong(error instanceof URIError ? encode : form)
  }
}

/** A database URL as a setting: itself, when it can be used. */
export const databaseUrl = z.string().superRefine((text, ctx) => {
  const parsed = parseDatabaseUrl(text)
  if (!parsed.ok) ctx.addIssue({ code: 'custom', message: parsed.message })
})
