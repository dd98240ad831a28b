'use client'
import type { FormEvent } from 'react'
import { Field, PasswordField } from '@/app/components/form/field'
import { Section } from '@/app/components/section'
import { defaultTokenStrategy, isTokenStrategy } from '@/lib/strategies'
import { storeIds, type StoreId } from '../client/own-tokens'
import { signIn, signInAtProvider, drop, signOut } from '../client/session'
import type { Provider } from '../provider/flow'
import { ActionButton, Choice } from './choice'
import { strategyOptions, stores } from './options'

function submit(event: FormEvent<HTMLFormElement>) {
  event.preventDefault()
  const form = new FormData(event.currentTarget)
  const text = (name: string) => form.get(name) as string // no file is asked for
  const asked = form.get('strategy')
  const strategy = isTokenStrategy(asked) ? asked : defaultTokenStrategy
  const store: StoreId = storeIds.find((id) => id === form.get('store')) ?? 'memory'
  void signIn({ email: text('email'), password: text('password'), strategy }, store)
}

/** While this page holds no token. @param busy something is under way: no button may be pressed */
export const SignIn = ({ busy, provider }: { busy: boolean; provider: Provider }) => (
  <Section
    title="Sign in"
    lead="With a password, for tokens of this app; or at the provider, with PKCE, for tokens of the provider."
  >
    <div className="grid items-start gap-x-12 gap-y-8 md:grid-cols-[minmax(0,1fr)_minmax(0,17rem)]">
      <form onSubmit={submit} className="grid gap-5">
        <Field name="email" label="Email" type="email" autoComplete="username" />
        <PasswordField name="password" label="Password" autoComplete="current-password" />
        <Choice legend="Ask for" name="strategy" options={strategyOptions} chosen={defaultTokenStrategy} />
        <Choice legend="Keep the tokens in" name="store" options={stores} chosen="memory" />
        <ActionButton type="submit" kind="primary" busy={busy}>
          Sign in
        </ActionButton>
      </form>
      <div className="grid gap-3">
        <ActionButton busy={busy} onClick={() => void signInAtProvider(provider)}>
          Continue with Local provider
        </ActionButton>
        <p className="text-sm text-muted">
          Authorization code flow with PKCE, run by this page. The provider’s tokens stay in memory, whatever
          is chosen for ours. Our API knows people who have signed in here with the provider once, or
          connected it.
        </p>
      </div>
    </div>
  </Section>
)

/**
 * Both ways to end it: here only, or at the server too.
 * @param busy something is under way: no button may be pressed
 */
export const SignOut = ({ busy }: { busy: boolean }) => (
  <Section
    title="Sign out"
    lead="Either way this page keeps a copy of the access token, as somebody would who had stolen it before."
  >
    <div className="flex flex-wrap gap-3">
      <ActionButton busy={busy} onClick={() => void drop()}>
        Drop the tokens here only
      </ActionButton>
      <ActionButton busy={busy} kind="primary" onClick={() => void signOut()}>
        Sign out and revoke
      </ActionButton>
    </div>
  </Section>
)
