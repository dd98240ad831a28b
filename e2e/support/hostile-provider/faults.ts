import type { JSONWebKeySet } from 'jose'
import type { Signer } from './signing'
import type { Trouble } from './trouble'

export type Claims = Record<string, unknown>
export type Change<Value> = (value: Value) => Value

/** What is wrong with the provider, piece by piece. What is not named is right. */
export type Faults = {
  /** of `/.well-known/openid-configuration` */
  discovery?: Trouble | Change<Record<string, unknown>>
  jwks?: Trouble | Change<JSONWebKeySet>
  /** the token response (RFC 6749 §5.1), the ID token in it included */
  token?: Trouble | Change<Record<string, unknown>>
  userinfo?: Trouble | Change<Claims>
  /** the parameters of the authorization response (RFC 6749 §4.1.2, RFC 9207) */
  authorization?: Change<Record<string, string>>
  /** the claims of the ID token, before they are signed */
  idToken?: Change<Claims>
  /** how the ID token is signed */
  sign?: Signer
}

/** The same without some of its members. */
export const without =
  (...names: string[]) =>
  <Value extends object>(value: Value): Value =>
    Object.fromEntries(Object.entries(value).filter(([name]) => !names.includes(name))) as Value

/** The same with other members. */
export const having =
  (members: object) =>
  <Value extends object>(value: Value): Value => ({ ...value, ...members })
