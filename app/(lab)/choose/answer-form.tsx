'use client'
import { useRouter, useSearchParams } from 'next/navigation'
import { useEffect, useRef, useTransition, type ReactNode } from 'react'

/** The address for what is chosen in a form, without what is not. */
function addressFor(form: HTMLFormElement) {
  const given = [...new FormData(form)].filter(([, value]) => value !== '') as [string, string][]
  return `/choose?${new URLSearchParams(given).toString()}`
}

/** Asks anew at each change, where scripts run; a plain GET form where they do not. */
export function AnswerForm({ children }: { children: ReactNode }) {
  const router = useRouter()
  const form = useRef<HTMLFormElement>(null)
  const query = useSearchParams()
  const [isAsking, startAsking] = useTransition()

  useEffect(() => followAddress(form.current!, query), [query])

  const ask = (from: HTMLFormElement) =>
    startAsking(() => router.replace(addressFor(from), { scroll: false }))
  return (
    <form
      ref={form}
      action="/choose"
      aria-label="Questions"
      aria-busy={isAsking}
      className="grid gap-7"
      onChange={(event) => ask(event.currentTarget)}
      onSubmit={(event) => {
        event.preventDefault()
        ask(event.currentTarget)
      }}
    >
      {children}
    </form>
  )
}

/** A link to other answers changes the address, not what a browser keeps in a form: bring it along. */
function followAddress(form: HTMLFormElement, query: URLSearchParams) {
  for (const radio of form.querySelectorAll<HTMLInputElement>('input[type=radio]'))
    if (radio.value === (query.get(radio.name) ?? '')) radio.checked = true
}
