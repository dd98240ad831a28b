import type { ComponentProps } from 'react'
import { buttonClass } from '../button'
import { pressField } from '@/lib/api-schema/press-field'
import { Submit } from './form'

type Props = Omit<ComponentProps<typeof Submit>, 'type'> & {
  kind?: Parameters<typeof buttonClass>[0]
  size?: Parameters<typeof buttonClass>[1]
}

/**
 * Says that it is at work without changing its size or its name, and is not pressed twice: by a script where one runs,
 * else by `PressId`. `busy`: at work for another reason than its form's action.
 */
export const SubmitButton = ({ kind, size, className = '', ...rest }: Props) => (
  <>
    <PressId />
    <Submit {...rest} className={`${buttonClass(kind, size)} submit ${className}`} />
  </>
)

const newPressId = () => (typeof window === 'undefined' ? crypto.randomUUID() : '')

/** By this the server knows a second press of the same form. Written on the server, not sent by a script (`Form`). */
export const PressId = () => (
  <input type="hidden" name={pressField} defaultValue={newPressId()} suppressHydrationWarning />
)
