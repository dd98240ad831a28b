'use server'
import { refresh } from 'next/cache'
import { z } from 'zod'
import { connectPendingIdentity, forgetPendingIdentity, removeIdentity, signOut } from '@/lib/auth'
import { submit } from '@/lib/auth/http/action'
import { confirmed } from '@/lib/auth/http/confirm'
import { providerExit } from '@/lib/auth/http/provider-exit'
import { nothingForm, type FormState } from '@/lib/forms'

const removeForm = z.strictObject({ id: z.uuid() })

export async function connectThis(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submit(nothingForm, form, async (_nothing, asking, now) => {
    const session = await confirmed(asking, now)
    if ('code' in session) return session
    const result = await connectPendingIdentity(session, asking, now)
    if (!result.ok) return result
    return { cookies: [forgetPendingIdentity()] }
  })
  if (state.done) refresh()
  return state
}

export async function discardThis(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submit(nothingForm, form, async () => ({ cookies: [forgetPendingIdentity()] }))
  refresh()
  return state
}

export async function removeThis(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submit(removeForm, form, async ({ id }, asking, now) => {
    const session = await confirmed(asking, now)
    if ('code' in session) return session
    const result = await removeIdentity(session, id, asking, now)
    if (!result.ok && result.code !== 'not_found') return result // it is gone, as asked
  })
  if (state.done) refresh()
  return state
}

/** Here first: what the provider makes of it is out of our hands. */
export const signOutThereToo = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(nothingForm, form, async (_nothing, asking, now) => {
    const session = await confirmed(asking, now)
    if ('code' in session) return session
    const leadsTo = (await providerExit(session)) ?? '/sign-in?notice=signed-out'
    return { cookies: await signOut(undefined, asking, now), leadsTo }
  })
