import type { User } from '@/lib/auth'

/** As people read them. */
export const roleNames: Record<User['role'], string> = {
  user: 'User',
  admin: 'Administrator',
}
