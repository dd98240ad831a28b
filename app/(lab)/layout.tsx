import type { ReactNode } from 'react'
import { labIsOn } from '@/lib/lab/is-on'
import { Shortcuts } from './shortcuts'
import { TourBar } from './tour/tour-bar'
import './lab.css'

export default function LabLayout({ children }: { children: ReactNode }) {
  return (
    <>
      {labIsOn() && <TourBar />}
      {children}
      {labIsOn() && <Shortcuts />}
    </>
  )
}
