'use server'
import { refresh } from 'next/cache'
import { z } from 'zod'
import {
  changePassword,
  endOtherSessions,
  endSession,
  verifySession,
  connectPendingIdentity,
  forgetPendingIdentity,
  removeIdentity,
} from '@/lib/auth'
import { accountRefusal } from '@/lib/auth/http/refusal'
import { submit } from '@/lib/auth/http/action'
import { changePasswordForm, nothingForm, type FormState } from '@/lib/api-schema'

const endSessionForm = z.strictObject({ id: z.uuid() })

export async function endThis(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submit(endSessionForm, form, async ({ id }, ctx) => {
    const verified = await verifySession(ctx)
    if (!verified.ok) return verified
    await endSession(verified.session, id, ctx.visitor.device, ctx.now)
    return { ok: true }
  })
  refresh()
  return state
}

export async function endOthers(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submit(nothingForm, form, async (_nothing, ctx) => {
    const verified = await verifySession(ctx)
    if (!verified.ok) return verified
    const ended = await endOtherSessions(verified.session, ctx.visitor.device, ctx.now)
    return { ok: true, message: `Ended ${ended === 1 ? 'one other session' : `${ended} other sessions`}.` }
  })
  refresh()
  return state
}

export const changePasswordHere = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(changePasswordForm, form, async (passwords, ctx) => {
    const verified = await verifySession(ctx)
    if (!verified.ok) return verified
    const result = await changePassword(verified.session, passwords, ctx)
    if (!result.ok) return accountRefusal(result, 'newPassword')
    const message = 'Password changed. Every other session has ended; this one was replaced by a new one.'
    return { ok: true, cookies: result.cookies, message }
  })

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
