import type { ReactNode } from 'react'
import { labIsOn } from '@/lib/auth/http/lab'
import { Shortcuts } from './shortcuts'
import { TourBar } from './tour/tour-bar'

export default function LabLayout({ children }: { children: ReactNode }) {
  return (
    <>
      {labIsOn() && <TourBar />}
      {children}
      {labIsOn() && <Shortcuts />}
    </>
  )
}
