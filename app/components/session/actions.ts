'use server'
import { redirect } from 'next/navigation'
import { signOut, switchStrategy } from '@/lib/auth'
import { submit } from '@/lib/auth/http/action'
import { writeCookies } from '@/lib/auth/http/write-cookies'
import { nothingForm, strategyForm, type FormState } from '@/lib/forms'
import { strategyNames } from '../strategy'

export async function signOutHere(_before: FormState, form: FormData): Promise<FormState> {
  const state = await submit(nothingForm, form, async (_nothing, asking, now) => {
    await writeCookies(await signOut(undefined, asking, now))
  })
  if (state.done) redirect('/sign-in?notice=signed-out')
  return state
}

export async function chooseStrategy(_before: FormState, form: FormData): Promise<FormState> {
  let message = ''
  const state = await submit(strategyForm, form, async ({ strategy }, asking, now) => {
    const { state: auth, cookies } = await switchStrategy(strategy, asking, now)
    await writeCookies(cookies)
    message =
      auth.status === 'authenticated'
        ? `You are still signed in. This browser now keeps you signed in with: ${strategyNames[strategy]}.`
        : `The next sign-in in this browser will use: ${strategyNames[strategy]}.`
  })
  return state.done ? { ...state, message } : state
}
