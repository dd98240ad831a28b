'use client'
import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** What only a browser can tell, and tells once. `meanwhile` stands on the server and until the page is alive. */
export const useInBrowser = <Value extends string | boolean>(read: () => Value, meanwhile: Value): Value =>
  useSyncExternalStore(never, read, () => meanwhile)

/** Whether scripts are at work here yet. */
export const useIsAlive = () => useInBrowser<boolean>(() => true, false)
