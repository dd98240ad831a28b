'use client'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'

type Work = (tell: (what: string) => void) => Promise<unknown>

/** One thing at a time: what is under way, in a few words, or null. */
export function useWorking() {
  const router = useRouter()
  const isBusy = useRef(false)
  const [doing, setDoing] = useState<string | null>(null)
  const run = async (what: string, work: Work, changes = true) => {
    if (isBusy.current) return
    isBusy.current = true
    setDoing(what)
    try {
      await work(setDoing)
    } finally {
      isBusy.current = false
      setDoing(null)
      if (changes) router.refresh() // who is signed in stands in the frame of the page too
    }
  }
  return { doing, run }
}

export type Run = ReturnType<typeof useWorking>['run']
