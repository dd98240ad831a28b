'use client'
import type { ReactNode } from 'react'
import { FormMessage, useForm } from '@/app/components/form/field'
import type { FormState } from '@/lib/api-schema'

type Props = {
  action: Parameters<typeof useForm>[0]
  /** from the mail's link; empty where that is incomplete */
  token: string
  children: (state: FormState) => ReactNode
}

/** A form with the code of a mail's link. What is wrong with the code is said at the head: nobody has typed it. */
export function CodeForm({ action, token, children }: Props) {
  const { state, form } = useForm(action)
  const [fault] = state.errors?.token ?? []
  const shown = fault ? { ...state, message: fault } : state
  return (
    <form {...form} className="flex flex-col gap-5">
      <FormMessage state={shown} />
      <input type="hidden" name="token" value={token} />
      {children(shown)}
    </form>
  )
}
