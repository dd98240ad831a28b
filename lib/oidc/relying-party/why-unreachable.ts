import 'server-only'

const trust = 'name the file of its authority in NODE_EXTRA_CA_CERTS'

/** Codes of OpenSSL's verification, of Node's TLS and sockets, of the resolver, and of undici. */
const sentences: Record<string, string> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: `its certificate is self-signed: ${trust}`,
  SELF_SIGNED_CERT_IN_CHAIN: `its certificate is of an authority that Node does not know: ${trust}`,
  UNABLE_TO_GET_ISSUER_CERT: `its certificate is of an authority that Node does not know: ${trust}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `its certificate is of an authority that Node does not know: ${trust}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `its certificate is of an authority that Node does not know, or an intermediate certificate is not sent: ${trust}`,
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet',
  CERT_REVOKED: 'its certificate was revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another host name',
  ENOTFOUND: 'no such host name',
  EAI_AGAIN: 'the host name could not be looked up: DNS does not answer',
  ECONNREFUSED: 'the connection is refused: nobody listens there',
  ECONNRESET: 'the connection was closed by the other side',
  EPIPE: 'the connection was closed by the other side',
  UND_ERR_SOCKET: 'the connection was closed by the other side',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'no connection in time',
  UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
  UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
  UND_ERR_BODY_TIMEOUT: 'no answer in time',
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: 'the answer is shorter or longer than it says',
  ERR_SSL_WRONG_VERSION_NUMBER: 'no TLS is spoken there: is it http?',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'no TLS is spoken there: is it http?',
}

const families: [prefix: string, sentence: string][] = [
  ['ERR_SSL_', 'TLS could not be agreed on'],
  ['ERR_TLS_', 'TLS could not be agreed on'],
  ['HPE_', 'what answers there does not speak HTTP'],
  ['HTTPParserError', 'what answers there does not speak HTTP'],
  ['Z_', 'the compressed answer is damaged'],
]

const sentenceOf = (code: string): string | undefined =>
  sentences[code] ?? families.find(([prefix]) => code.startsWith(prefix))?.[1]

const asError = (value: unknown) => (value instanceof Error ? value : undefined)

/** `fetch` wraps what happened, more than once; several addresses that were tried have one error each. */
function chain(error: unknown): Error[] {
  const known = asError(error)
  if (!known) return []
  const inner = known instanceof AggregateError ? (known.errors as unknown[])[0] : known.cause
  return [known, ...chain(inner)]
}

/**
 * Why a request got no answer, for the log: a sentence and the code of Node. Never the message of an error, which may
 * repeat what was sent.
 * @param error as `fetch` threw it
 */
export function whyUnreachable(error: unknown): string {
  const errors = chain(error)
  if (errors.some(({ message }) => message === 'bad port'))
    return 'its port is one that fetch refuses (https://fetch.spec.whatwg.org/#port-blocking)'
  const codes = errors.flatMap(codesOf)
  const code = codes.find((each) => sentenceOf(each) !== undefined) ?? codes[0] ?? 'no code'
  return `${sentenceOf(code) ?? 'the request failed'} (${code})`
}

/** The code, and the class of the error: some have the one, some say more with the other. */
function codesOf(error: Error & { code?: unknown }): string[] {
  const isNamed = !['Error', 'TypeError', 'AggregateError'].includes(error.name)
  return [...(typeof error.code === 'string' ? [error.code] : []), ...(isNamed ? [error.name] : [])]
}
