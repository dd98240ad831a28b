import 'server-only'

/** What a reason stands on. */
export type Evidence = { experiment: ExperimentSlug; clause: ClauseId }

/** The experiments that the guide leans on, by their slugs in the lab. */
export const experimentSlugs = [
  'replay-after-sign-out',
  'remote-revocation',
  'password-change',
  'role-change',
  'user-disabled',
  'stolen-by-script',
  'cross-site-request',
  'algorithm-confusion',
  'database-outage',
  'slow-database',
  'signing-key-rotation',
  'two-tabs',
  'refresh-token-theft',
  'database-leak',
  'growth',
] as const
export type ExperimentSlug = (typeof experimentSlugs)[number]

const asvs = (file: string) => `https://github.com/OWASP/ASVS/blob/v5.0.0/5.0/en/${file}.md`
const rfc = (number: number, section: string) =>
  `https://www.rfc-editor.org/rfc/rfc${number}.html#section-${section}`

const frontend = asvs('0x12-V3-Web-Frontend-Security')
const sessions = asvs('0x16-V7-Session-Management')

/** Where a standard says it. */
export const clauses = {
  cookieHeader: { name: 'RFC 6265 §5.4', href: rfc(6265, '5.4') },
  cookieLimits: { name: 'RFC 6265 §6.1', href: rfc(6265, '6.1') },
  hostCookie: { name: 'OWASP ASVS 5.0, 3.3.3', href: frontend },
  httpOnly: { name: 'OWASP ASVS 5.0, 3.3.4', href: frontend },
  forgery: { name: 'OWASP ASVS 5.0, 3.5.1', href: frontend },
  backend: { name: 'OWASP ASVS 5.0, 7.2.1', href: sessions },
  reference: { name: 'OWASP ASVS 5.0, 7.2.3', href: sessions },
  signOut: { name: 'OWASP ASVS 5.0, 7.4.1', href: sessions },
  disabled: { name: 'OWASP ASVS 5.0, 7.4.2', href: sessions },
  factorChange: { name: 'OWASP ASVS 5.0, 7.4.3', href: sessions },
  ownSessions: { name: 'OWASP ASVS 5.0, 7.5.2', href: sessions },
  clientTypes: { name: 'RFC 6749 §2.1', href: rfc(6749, '2.1') },
  bearerHeader: { name: 'RFC 6750 §2.1', href: rfc(6750, '2.1') },
  selfContained: { name: 'RFC 7009 §3', href: rfc(7009, '3') },
  exchange: { name: 'RFC 8693 §2', href: rfc(8693, '2') },
  nativeSecret: { name: 'RFC 8252 §8.5', href: rfc(8252, '8.5') },
  tokenValidation: { name: 'RFC 9068 §4', href: rfc(9068, '4') },
  unavailable: { name: 'RFC 9110 §15.6.4', href: rfc(9110, '15.6.4') },
  pkce: { name: 'RFC 9700 §2.1.1', href: rfc(9700, '2.1.1') },
  refreshRotation: { name: 'RFC 9700 §4.14.2', href: rfc(9700, '4.14.2') },
  backendForFrontend: { name: 'RFC 10017 §6.1', href: rfc(10017, '6.1') },
} as const
export type ClauseId = keyof typeof clauses
