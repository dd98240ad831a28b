'use client'
import { useActionState, useState } from 'react'
import { api } from '@/app/components/api-client'
import { buttonClass } from '@/app/components/button'
import { Submit } from '@/app/components/form/form'
import { readPathOfAction } from './read-path-action'

/** The same question, asked by a server action. */
export function ActionProbe() {
  const [state, action] = useActionState(readPathOfAction, {})
  return (
    <form action={action} className="grid justify-items-start gap-3">
      <Submit className={`${buttonClass('quiet')} submit`}>Ask in a server action</Submit>
      <output id="action" className="font-mono text-sm wrap-anywhere break-all">
        {state.message}
      </output>
    </form>
  )
}

/** And by a script of this page, which may also try what the server never would: to read and write cookies itself. */
export function ScriptProbe() {
  const [seen, setSeen] = useState('')
  const ask = async () => {
    const answer = await api.call('GET /api/me')
    const sees = answer.ok ? answer.value : answer.problem
    const readable = document.cookie.split('; ').filter(Boolean)
    setSeen(JSON.stringify({ sees, readable }))
  }
  return (
    <div className="grid justify-items-start gap-3">
      <button type="button" onClick={() => void ask()} className={`${buttonClass('quiet')} no-print`}>
        Ask in a script of the page
      </button>
      <output id="script" className="font-mono text-sm wrap-anywhere break-all">
        {seen}
      </output>
    </div>
  )
}
