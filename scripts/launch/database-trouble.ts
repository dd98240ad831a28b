import { DatabaseUrlError, TimeZoneError } from '@/lib/db/connection'

/** Why a database cannot be used, in the words of whoever has to change something. Never a password, never a whole URL. */
export type Trouble = {
  /** goes on from the name of a variable */
  because: string
  /** it will not be better in a moment */
  isFinal: boolean
}

const final = (because: string): Trouble => ({ because, isFinal: true })
const passing = (because: string): Trouble => ({ because, isFinal: false })

/** Of the driver, which gives them no code. */
const byMessage: [pattern: RegExp, trouble: Trouble][] = [
  [
    /does not support SSL/,
    final('asks for TLS, which the server does not offer: turn it on there, or use sslmode=disable'),
  ],
  [
    /establishing an SSL connection/,
    final('asks for TLS, and what answers there refuses: is it PostgreSQL?'),
  ],
  [/client password must be a (non-empty )?string/, final('has no password, and the server wants one')],
  [
    /SCRAM|SASL|server signature/i,
    final('leads to a server whose way of asking for the password is not understood'),
  ],
]

const untrusted =
  'leads to a server whose certificate is signed by nobody that is trusted here: name the certificate of its authority with sslrootcert=/path/of/it.pem'

/** Of Node, for sockets and certificates. */
const byCode: Record<string, Trouble> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: final(untrusted),
  SELF_SIGNED_CERT_IN_CHAIN: final(untrusted),
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: final(untrusted),
  UNABLE_TO_GET_ISSUER_CERT: final(untrusted),
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: final(untrusted),
  CERT_SIGNATURE_FAILURE: final(untrusted),
  CERT_HAS_EXPIRED: final('leads to a server whose certificate has expired'),
  CERT_NOT_YET_VALID: final('leads to a server whose certificate is not valid yet: is this clock right?'),
  ERR_TLS_CERT_ALTNAME_INVALID: final(
    'leads to a server whose certificate is for another host: use the name that it was made for, or sslmode=verify-ca with sslrootcert',
  ),
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: final(
    'names a certificate with sslcert and a key with sslkey that do not belong together',
  ),
  ENOTFOUND: passing('names a host that nobody knows'),
  EAI_AGAIN: passing('names a host, and the name service does not answer'),
  ECONNREFUSED: passing('leads to a port where nothing listens'),
  ENOENT: passing('names the folder of a Unix socket in which there is none'),
  EACCES: final('names a Unix socket that this user may not open'),
  EHOSTUNREACH: passing('leads to a host that cannot be reached from here'),
  ENETUNREACH: passing('leads to a host that cannot be reached from here'),
  ECONNRESET: passing('leads to something that closes the connection'),
}

const tlsFault = /^(ERR_SSL|ERR_TLS|ERR_OSSL|EPROTO|CERT_|UNABLE_TO_|INVALID_|HOSTNAME)/

const wantsTls =
  /no encryption|SSL off|SSL required|SSL connection is required|requires? SSL|SSL\/TLS required/i
const isWrongPassword = /(password|SASL) authentication failed/i

/** Of PostgreSQL and of the poolers before it, which have one code for everything. */
function ofServer(code: string, said: string): Trouble | undefined {
  if (!/^[0-9A-Z]{5}$/.test(code)) return undefined
  const quoted = `the server answers "${said}"`
  if (wantsTls.test(said))
    return final(`is not enough, ${quoted}: it may ask for TLS, add sslmode=require or sslmode=verify-full`)
  if (code === '28P01' || isWrongPassword.test(said))
    return final(
      `does not let us in, ${quoted}: is the user right, and the password, with each of : / ? # [ ] @ % in it percent-encoded?`,
    )
  if (/startup parameter: options/.test(said))
    return final(
      `leads to a pooler that takes no "options": remove them from the URL, and PGOPTIONS from the environment`,
    )
  if (/statement pooling mode/.test(said))
    return final(
      'leads to a pooler in statement mode, which has no transactions: set its pool_mode to transaction or session',
    )
  const isFinal = /^(28|3D|42|0A|22)/.test(code) || /no such (database|user)|does not exist/.test(said)
  return { because: `is of no use, ${quoted}`, isFinal }
}

/** What an error of connecting, or of the first query, means for the person who gave the URL. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof DatabaseUrlError) return final(error.message)
  if (error instanceof TimeZoneError) return final(`leads to something that ${error.message}`)
  const { code = '', message = '', errors } = error as NodeJS.ErrnoException & { errors?: unknown[] }
  const known = byCode[code] ?? ofServer(code, message)
  if (known) return known
  if (errors?.length) return troubleOf(errors[0]) // every address of a name was tried
  if (tlsFault.test(code)) return final(`leads to a server with which TLS cannot be agreed on (${code})`)
  const [, ofDriver] = byMessage.find(([pattern]) => pattern.test(message)) ?? []
  return ofDriver ?? passing('leads to something that does not speak, or not as PostgreSQL does')
}
