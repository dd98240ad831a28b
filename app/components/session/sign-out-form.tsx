'use client'
import { useState, type FormEvent } from 'react'
import { SubmitButton } from '../form/submit-button'
import { useForm } from '../form/field'
import { api } from '../api-client'
import { signOutHere } from '../frame-actions'

const afterwards = '/sign-in?notice=signed-out'
const unreachable = 'The server could not be reached. You may still be signed in. Try again.'

/** @returns why not, or null when it is done */
async function signOutByApi(): Promise<string | null> {
  const answer = await api.call('POST /api/sign-out', { json: {} })
  if (answer.ok) return null
  return answer.problem && 'title' in answer.problem ? answer.problem.title : unreachable
}

/**
 * Never claims what was not done: a refusal stays beside the button, and so does the session.
 * Without JavaScript it is an action; with it, the API, whose answer empties the cache, and then a new document.
 */
export function SignOutForm() {
  const { state, form } = useForm(signOutHere)
  const [tried, setTried] = useState<{ busy: boolean; fault: string | null } | null>(null)
  const leave = async () => {
    setTried({ busy: true, fault: null })
    const fault = await signOutByApi()
    if (fault) return setTried({ busy: false, fault })
    // eslint-disable-next-line @next/next/no-location-assign-relative-destination -- a new document is the point
    location.assign(afterwards)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!tried?.busy) void leave()
  }
  return (
    <form {...form} onSubmit={submit} className="relative">
      <SubmitButton kind="quiet" size="small" busy={tried?.busy ?? false}>
        Sign out
      </SubmitButton>
      <p
        aria-live="assertive"
        className="absolute end-0 top-full z-10 mt-2 w-64 border border-refused bg-surface p-3 text-sm empty:hidden"
      >
        {tried ? tried.fault : state.message}
      </p>
    </form>
  )
}
