import 'server-only'

/**
 * Who an issuer says somebody is. `issuer` and `subject` together are the person there, for ever; the rest is what the
 * issuer knows of them today (OpenID Connect Core §2, §5.7).
 */
export type ProvenIdentity = {
  issuer: string
  subject: string
  /** id of the provider it came through */
  provider: string
  /** canonical; null where the issuer gives none, or none that can be used */
  email: string | null
  /** the issuer gives an address, and it cannot be used here */
  emailUnusable?: boolean
  /** the issuer says that it looked: nothing else is believed of an address */
  emailVerified: boolean
  name: string | null
}

/** Where an identity is looked up. */
export const identityKey = ({ issuer, subject }: { issuer: string; subject: string }) => ({
  issuer_subject: { issuer, subject },
})
