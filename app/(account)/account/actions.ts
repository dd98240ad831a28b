'use server'
import { refresh } from 'next/cache'
import { z } from 'zod'
import { changePassword, endOtherSessions, endSession, verifySession } from '@/lib/auth'
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
