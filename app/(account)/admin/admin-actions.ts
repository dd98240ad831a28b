'use server'
import { refresh } from 'next/cache'
import { z } from 'zod'
import { disableUser, enableUser, setRole } from '@/lib/accounts'
import { submit } from '@/lib/auth/http/action'
import { verifyAdmin } from '@/lib/auth/http/page-state'
import type { FormState } from '@/lib/api-schema'

const changes = {
  disabled: disableUser,
  enabled: enableUser,
  user: (id: string, now: Date) => setRole(id, 'user', now),
  admin: (id: string, now: Date) => setRole(id, 'admin', now),
}

const changeForm = z.strictObject({ id: z.uuid(), to: z.enum(['disabled', 'enabled', 'user', 'admin']) })

/**
 * Only for an administrator, by the role as it is now: disables or enables a person, or changes their role. The last
 * administrator can neither be disabled nor lose the role. Then the page is rendered again, also after a refusal.
 */
export async function changeUser(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submit(changeForm, form, async ({ id, to }, ctx) => {
    const admin = await verifyAdmin(ctx)
    if (!admin.ok) return admin
    return changes[to](id, ctx.now)
  })
  refresh()
  return state
}
