'use client'
import { useLeaving } from './use-leaving'
import { useOtherTabs, useReturn } from './use-other-tabs'
import { useEnd, useRenewal, type Life } from './use-renewal'

/** Keeps the page true without being asked: nothing to see. */
export function SessionKeeper({ stateKey, life }: { stateKey: string; life: Life | null }) {
  useOtherTabs(stateKey)
  useReturn(stateKey)
  useLeaving(stateKey)
  return life && <Alive life={life} />
}

function Alive({ life }: { life: Life }) {
  useRenewal(life)
  useEnd(life)
  return null
}
