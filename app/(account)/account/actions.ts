'use server'
import { refresh } from 'next/cache'
import { z } from 'zod'
import { changePassword, endOtherSessions, endSession } from '@/lib/auth'
import { accountRefusal } from '@/lib/auth/http/refusal'
import { submit } from '@/lib/auth/http/action'
import { verifySession } from '@/lib/auth/http/page-state'
import { changePasswordForm, nothingForm, type FormState } from '@/lib/api-schema'

const endSessionForm = z.strictObject({ id: z.uuid() })

export async function endThis(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submit(endSessionForm, form, async ({ id }, ctx) => {
    const session = await verifySession(ctx)
    if ('code' in session) return session
    await endSession(session, id, ctx.visitor.device, ctx.now)
  })
  refresh()
  return state
}

export async function endOthers(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submit(nothingForm, form, async (_nothing, ctx) => {
    const session = await verifySession(ctx)
    if ('code' in session) return session
    const ended = await endOtherSessions(session, ctx.visitor.device, ctx.now)
    return { message: `Ended ${ended === 1 ? 'one other session' : `${ended} other sessions`}.` }
  })
  refresh()
  return state
}

export const changePasswordHere = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(changePasswordForm, form, async (passwords, ctx) => {
    const session = await verifySession(ctx)
    if ('code' in session) return session
    const result = await changePassword(session, passwords, ctx)
    if (!result.ok) return accountRefusal(result, 'newPassword')
    const message = 'Password changed. Every other session has ended; this one was replaced by a new one.'
    return { cookies: result.cookies, message }
  })
