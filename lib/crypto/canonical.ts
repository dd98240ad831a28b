import 'server-only'

/**
 * Is this the one spelling of a compact JWS or JWE? The last character of a base64url segment has spare bits, which
 * decoders ignore: the same bytes have several spellings (RFC 4648 §3.5).
 */
export const isCanonicalJwt = (jwt: string): boolean =>
  jwt.split('.').every((segment) => Buffer.from(segment, 'base64url').toString('base64url') === segment)
