import type { ReactNode } from 'react'
import { labIsOn } from '@/lib/lab/is-on'
import { Shortcuts } from './shortcuts'
import { TourBar } from './tour/tour-bar'
import './lab.css'

/**
 * Around the pages of the lab and the guide, for everybody. With LAB=off only the guide is left, without tour and
 * shortcuts.
 */
export default function LabLayout({ children }: { children: ReactNode }) {
  return (
    <>
      {labIsOn() && <TourBar />}
      {children}
      {labIsOn() && <Shortcuts />}
    </>
  )
}
