import type { Role } from '@/lib/forms/roles'

/** The ids of the strategies that exist so far. A fifth one is a folder, a registry line and a word here. */
export type StrategyId = 'database' | 'jwt' | 'bearer' | 'hybrid'

/** The strategies a browser carries in a cookie: what the toggle chooses between. */
export type CookieStrategyId = 'database' | 'jwt'

/** A person, as far as being signed in is concerned. */
export type Subject = { id: string; email: string; name: string | null; role: Role }

/** Who is asking, since when, until when, and how we know. Instants are ISO 8601. */
export type Authenticated = {
  status: 'authenticated'
  strategy: StrategyId
  user: Subject
  authenticatedAt: string
  expiresAt: string
  absoluteExpiresAt: string
  /** 'credentials', or the id of an OpenID Provider */
  provider: string
}

export type Anonymous = { status: 'anonymous'; because: 'absent' | 'malformed' | 'expired' | 'revoked' }

/** The question could not be answered. Never to be read as "signed out". */
export type Unavailable = { status: 'unavailable' }

export type AuthState = Authenticated | Anonymous | Unavailable
