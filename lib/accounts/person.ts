import 'server-only'
import type { Role } from '@/lib/api-schema/roles'

/** A person as the accounts know them. `credentialsVersion` ties a session to the credentials it came from. */
export type Person = {
  id: string
  email: string
  name: string | null
  role: Role
  credentialsVersion: number
}

/** The columns of User that make a Person: no row leaves this room with more. */
export const personColumns = {
  id: true,
  email: true,
  name: true,
  role: true,
  credentialsVersion: true,
} as const
