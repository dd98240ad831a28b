import type { ComponentProps } from 'react'
import { buttonClass } from '../button'
import { PressId, Submit } from './form'

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
