'use server'
import { refresh } from 'next/cache'
import { z } from 'zod'
import { changePassword, chosenStrategy, endOtherSessions, endSession } from '@/lib/auth'
import { accountRefusal } from '@/lib/auth/http/account-refusal'
import { submit } from '@/lib/auth/http/action'
import { confirmed } from '@/lib/auth/http/confirm'
import { changePasswordForm, nothingForm, type FormState } from '@/lib/forms'

const endSessionForm = z.strictObject({ id: z.uuid() })

export async function endThis(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submit(endSessionForm, form, async ({ id }, asking, now) => {
    const session = await confirmed(asking, now)
    if ('code' in session) return session
    await endSession(session, id, asking.visitor.device, now)
  })
  refresh()
  return state
}

export async function endOthers(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submit(nothingForm, form, async (_nothing, asking, now) => {
    const session = await confirmed(asking, now)
    if ('code' in session) return session
    const ended = await endOtherSessions(session, asking.visitor.device, now)
    return { message: `Ended ${ended === 1 ? 'one other session' : `${ended} other sessions`}.` }
  })
  refresh()
  return state
}

export const changePasswordHere = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(changePasswordForm, form, async (passwords, asking, now) => {
    const session = await confirmed(asking, now)
    if ('code' in session) return session
    const result = await changePassword(session, chosenStrategy(asking.presented), passwords, asking, now)
    if (!result.ok) return accountRefusal(result, 'newPassword')
    const message = 'Password changed. Every other session has ended; this one was replaced by a new one.'
    return { cookies: result.cookies, message }
  })
