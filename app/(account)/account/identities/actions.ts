'use server'
import { refresh } from 'next/cache'
import { z } from 'zod'
import { connectPendingIdentity, forgetPendingIdentity, removeIdentity, verifySession } from '@/lib/auth'
import { submit } from '@/lib/auth/http/action'
import type { FormState } from '@/lib/api-schema'

const pendingForm = z.strictObject({ id: z.string().max(64) })
const removeForm = z.strictObject({ id: z.uuid() })

export async function connectThis(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submit(pendingForm, form, async ({ id }, ctx) => {
    const verified = await verifySession(ctx)
    if (!verified.ok) return verified
    return connectPendingIdentity(verified.session, id, ctx)
  })
  if (state.done) refresh()
  return state
}

export async function discardThis(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submit(pendingForm, form, async ({ id }, ctx) => {
    await forgetPendingIdentity(ctx.presented, id)
    return { ok: true }
  })
  if (state.done) refresh()
  return state
}

export async function removeThis(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submit(removeForm, form, async ({ id }, ctx) => {
    const verified = await verifySession(ctx)
    if (!verified.ok) return verified
    const result = await removeIdentity(verified.session, id, ctx)
    return result.ok || result.code === 'not_found' ? { ok: true } : result // it is gone, as asked
  })
  if (state.done) refresh()
  return state
}
