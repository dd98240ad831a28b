'use client'
import { useActionState, useEffect, useRef } from 'react'
import type { FormState } from '@/lib/api-schema'

type Action = (before: FormState, form: FormData) => Promise<FormState>

const nothingYet: FormState = {}

/** A form and its action: the state that came back, and the first faulty field in focus. Works without JavaScript. */
export function useForm(action: Action) {
  const [state, formAction] = useActionState(action, nothingYet)
  const ref = useRef<HTMLFormElement>(null)
  useEffect(() => {
    if (state.navigateTo) return location.assign(state.navigateTo)
    ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [state])
  return { state, form: { ref, action: formAction, noValidate: true } }
}
