import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AuthColumn } from '@/app/components/auth-column'
import { Notice } from '@/app/components/notice'
import { TextLink } from '@/app/components/text'
import type { AuthState } from '@/lib/auth'
import { isCookieCheck, keepsNoCookie } from '@/lib/auth/http/cookie-check'
import { readChosenStrategy, readPageState, readPageTime } from '@/lib/auth/http/page-state'
import { callbackPath, keepCallback } from '@/lib/api-schema/callback-path'
import { providers } from '@/lib/oidc'
import { readBrowserChoices, signInNote } from '@/lib/auth/http/page-extras'
import { ChoicesForm } from './choices-form'
import { SignInForm } from './sign-in-form'
import { faultSentence, noticeSentence } from './messages'

export const metadata: Metadata = { title: 'Sign in' }

type Query = Record<
  'callbackUrl' | 'cookieCheck' | 'error' | 'notice' | 'provider',
  string | string[] | undefined
>

/**
 * For everybody; who is signed in is told so, and may sign in as somebody else. Where `cookieCheck` stands in the
 * address, it also finds out whether this browser keeps cookies.
 */
export default async function SignInPage({ searchParams }: { searchParams: Promise<Query> }) {
  const [query, state, chosen] = await Promise.all([searchParams, readPageState(), readChosenStrategy()])
  const callbackUrl = callbackPath(query.callbackUrl)
  const isCheck = isCookieCheck(query.cookieCheck, await readPageTime())
  if (isCheck && !(await keepsNoCookie())) redirect(callbackUrl)
  const error = isCheck ? 'cookies_refused' : query.error
  return (
    <AuthColumn title="Sign in">
      <Beforehand state={state} error={error} notice={query.notice} provider={query.provider} />
      <SignInForm
        callbackUrl={callbackUrl}
        chosen={chosen}
        providers={providers().map(({ id, name }) => ({ id, name }))}
      />
      <p className="flex flex-wrap justify-between gap-x-6 gap-y-2 text-[0.9375rem]">
        <TextLink href={keepCallback('/forgot-password', callbackUrl)}>Forgot your password?</TextLink>
        <span>
          New here? <TextLink href={keepCallback('/sign-up', callbackUrl)}>Sign up</TextLink>
        </span>
      </p>
      <SignInNote />
      <BrowserChoices />
    </AuthColumn>
  )
}

/** Of two answers at once the second is told these, and then the first one has signed the person in. */
const ofAnOldFlow = new Set(['begun_elsewhere', 'used_already', 'took_too_long'])

/** What a person should know before they type. A notice is only believed when it is true of this browser. */
function Beforehand({
  state,
  error,
  notice,
  provider,
}: { state: AuthState } & Pick<Query, 'error' | 'notice' | 'provider'>) {
  const isIn = state.status === 'authenticated'
  const fault = isIn && ofAnOldFlow.has(String(error)) ? null : faultSentence(error)
  const named = providers().find(({ id }) => id === provider)?.name
  const news = notice === 'signed-out' && state.status !== 'anonymous' ? null : noticeSentence(notice, named)
  if (fault) return <Notice tone="refused">{fault}</Notice>
  if (news) return <Notice tone="ok">{news}</Notice>
  if (state.status !== 'authenticated') return null
  return (
    <Notice>
      You are signed in as {state.user.email}. <TextLink href="/account">Go to your account</TextLink>, or
      sign in as somebody else: that ends this session.
    </Notice>
  )
}

/** Who may be tried here, where somebody may: the terminal that named them may be far away. */
export function SignInNote() {
  const note = signInNote.get()
  return (
    note && (
      <p className="border-t border-line pt-5 text-[0.9375rem]">
        {note.text} <code className="whitespace-nowrap select-all">{note.value}</code>
      </p>
    )
  )
}

/** What may be chosen for this browser, folded away; nothing where there is nothing to choose. */
async function BrowserChoices() {
  const choices = await readBrowserChoices()
  if (!choices) return null
  const { title, questions, chosen } = choices
  return (
    <details className="border-t border-line pt-5">
      <summary className="cursor-pointer text-[0.9375rem]">{title}</summary>
      <div className="pt-4">
        <ChoicesForm questions={questions} chosen={chosen} />
      </div>
    </details>
  )
}
