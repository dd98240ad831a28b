'use server'
import { refresh } from 'next/cache'
import { z } from 'zod'
import { connectPendingIdentity, forgetPendingIdentity, removeIdentity } from '@/lib/auth'
import { submit } from '@/lib/auth/http/action'
import { verifySession } from '@/lib/auth/http/page-state'
import type { FormState } from '@/lib/api-schema'

const pendingForm = z.strictObject({ id: z.string().max(64) })
const removeForm = z.strictObject({ id: z.uuid() })

export async function connectThis(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submit(pendingForm, form, async ({ id }, ctx) => {
    const session = await verifySession(ctx)
    if ('code' in session) return session
    const result = await connectPendingIdentity(session, id, ctx)
    if (!result.ok) return result
  })
  if (state.done) refresh()
  return state
}

export async function discardThis(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submit(pendingForm, form, async ({ id }, { presented }) => {
    await forgetPendingIdentity(presented, id)
  })
  if (state.done) refresh()
  return state
}

export async function removeThis(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submit(removeForm, form, async ({ id }, ctx) => {
    const session = await verifySession(ctx)
    if ('code' in session) return session
    const result = await removeIdentity(session, id, ctx)
    if (!result.ok && result.code !== 'not_found') return result // it is gone, as asked
  })
  if (state.done) refresh()
  return state
}
