import type { ReactNode } from 'react'
import { labIsOn } from '@/lib/auth/http/lab'
import { Shortcuts } from './shortcuts'

export default function LabLayout({ children }: { children: ReactNode }) {
  return (
    <>
      {children}
      {labIsOn() && <Shortcuts />}
    </>
  )
}
