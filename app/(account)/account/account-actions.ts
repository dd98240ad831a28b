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

/**
 * Only for a signed-in person, whose session is looked up: ends one of their own sessions. An id that is not theirs, or
 * is gone, ends nothing and looks the same. Then the page is rendered again, also after a refusal.
 */
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

/**
 * Only for a signed-in person, whose session is looked up: ends all their sessions but this one, and says how many.
 * Then the page is rendered again, also after a refusal.
 */
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

/**
 * Only for a signed-in person, whose session is looked up, and who knows the current password. All their sessions end;
 * this browser gets a new one.
 */
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

/**
 * Only for a signed-in person who proved who they are within `recentSeconds`: connects an identity that waits in this
 * browser for them. Then the page is rendered again.
 */
export async function connectThis(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submit(pendingForm, form, async ({ id }, ctx) => {
    const verified = await verifySession(ctx)
    if (!verified.ok) return verified
    return connectPendingIdentity(verified.session, id, ctx)
  })
  if (state.done) refresh()
  return state
}

/**
 * For whoever uses this browser, signed in or not: forgets an identity that waits in it. One that is gone counts as
 * forgotten. Then the page is rendered again.
 */
export async function discardThis(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submit(pendingForm, form, async ({ id }, ctx) => {
    await forgetPendingIdentity(ctx.presented, id)
    return { ok: true }
  })
  if (state.done) refresh()
  return state
}

/**
 * Only for a signed-in person who proved who they are within `recentSeconds`. Their last way to sign in stays; an
 * identity that is gone counts as removed. Then the page is rendered again.
 */
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
