'use client'
import { LoaderCircle } from 'lucide-react'
import { useState, type ComponentProps } from 'react'
import { useFormStatus } from 'react-dom'
import { pressField } from '@/lib/api-schema'
import { buttonClass } from '../button'
import { useIsAlive } from '../in-browser'

type Props = Omit<ComponentProps<'button'>, 'type'> & {
  kind?: Parameters<typeof buttonClass>[0]
  size?: Parameters<typeof buttonClass>[1]
  /** at work for another reason than its form's action */
  busy?: boolean
}

/**
 * Says that it is at work without changing its size or its name, and is not pressed twice: by a script where one runs,
 * else by `PressId`.
 */
export function SubmitButton({ kind, size, busy = false, children, className, ...rest }: Props) {
  const pending = useFormStatus().pending || busy
  return (
    <>
      <PressId />
      <button
        {...rest}
        type="submit"
        aria-disabled={pending}
        aria-busy={pending}
        onClick={(event) => pending && event.preventDefault()}
        className={`${buttonClass(kind, size)} relative aria-busy:cursor-progress ${className ?? ''}`}
      >
        <span className={pending ? 'opacity-40' : undefined}>{children}</span>
        {pending && <LoaderCircle aria-hidden="true" className="absolute size-4 animate-spin" />}
      </button>
    </>
  )
}

/** By this the server knows a second press of the same form. Written on the server, gone as soon as a script runs. */
export function PressId() {
  const [id] = useState(() => (typeof window === 'undefined' ? crypto.randomUUID() : ''))
  return useIsAlive() ? null : (
    <input type="hidden" name={pressField} defaultValue={id} suppressHydrationWarning />
  )
}
