'use client'
import type { ComponentProps } from 'react'
import { buttonClass } from '@/app/components/button'

type Props = ComponentProps<'button'> & { busy: boolean; kind?: Parameters<typeof buttonClass>[0] }

/** Keeps its place and its name while something is under way, and is not pressed twice. */
export const ActionButton = ({ busy, kind = 'quiet', onClick, ...rest }: Props) => (
  <button
    type="button"
    aria-disabled={busy}
    onClick={(event) => !busy && onClick?.(event)}
    {...rest}
    className={`${buttonClass(kind)} aria-disabled:cursor-progress`}
  />
)
