'use server'
import { signOut, switchStrategy } from '@/lib/auth'
import { submit } from '@/lib/auth/http/action'
import { nothingForm, strategyForm, type FormState } from '@/lib/api-schema'
import { strategyNames } from '../strategy'

export const signOutHere = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(nothingForm, form, async (_nothing, ctx) => ({
    ok: true,
    cookies: await signOut(undefined, ctx),
    leadsTo: '/sign-in?notice=signed-out',
  }))

export const chooseStrategy = async (_before: FormState, form: FormData): Promise<FormState> =>
  submit(strategyForm, form, async ({ strategy }, ctx) => {
    const { state, cookies } = await switchStrategy(strategy, ctx)
    const name = strategyNames[strategy]
    const message =
      state.status === 'authenticated'
        ? `You are still signed in. This browser now keeps you signed in with: ${name}.`
        : `The next sign-in in this browser will use: ${name}.`
    return { ok: true, cookies, message }
  })
