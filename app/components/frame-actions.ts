'use server'
import { signOut, switchStrategy } from '@/lib/auth'
import { submit } from '@/lib/auth/http/action'
import { nothingForm, strategyForm, type FormState } from '@/lib/api-schema'
import { writeCookies } from '@/lib/auth/http/answer'
import { browserChoices } from '@/lib/auth/http/page-extras'
import { preferenceToWrite, writeTheme } from '@/lib/auth/http/preference'
import { refused } from '@/lib/auth/http/refusal'
import { themeForm } from '@/lib/api-schema/fields'
import { strategyNames } from './strategy'

/**
 * For everybody: ends the sessions of all cookies that this browser sends, of every strategy, then goes to the sign-in
 * page. If the database does not answer, nothing is ended and no cookie is cleared.
 */
export const signOutHere = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(nothingForm, form, async (_nothing, ctx) => ({
    ok: true,
    cookies: await signOut(undefined, ctx),
    leadsTo: '/sign-in?notice=signed-out',
  }))

/**
 * For everybody. A signed-in person stays signed in: the new strategy takes over their session. For anybody else it
 * counts from the next sign-in in this browser.
 */
export const chooseStrategy = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(strategyForm, form, async ({ strategy }, ctx) => {
    const switched = await switchStrategy(strategy, ctx)
    if (!switched.ok && switched.code === 'reauthentication_required') return refused(switched.code)
    const name = strategyNames[strategy]
    const message = switched.ok
      ? `You are still signed in. This browser now keeps you signed in with: ${name}.`
      : `The next sign-in in this browser will use: ${name}.`
    return { ok: true, cookies: switched.cookies, message }
  })

/** Keeps what somebody chose for this browser, where there is something to choose. */
export async function chooseForBrowser(_before: FormState, form: FormData): Promise<FormState> {
  const choices = browserChoices.get()
  if (!choices) return submit(nothingForm, form, async () => ({ ok: false, code: 'not_found' }))
  const { schema, preference, write, done } = choices
  return submit(schema, form, async (chosen) => {
    await writeCookies([preferenceToWrite(preference, write(chosen))])
    return { ok: true, message: done }
  })
}

/** For everybody: kept in a cookie of this browser. What is no theme changes nothing, without a message. */
export async function chooseTheme(form: FormData): Promise<void> {
  await submit(themeForm, form, async ({ theme }) => {
    await writeTheme(theme)
    return { ok: true }
  })
}
