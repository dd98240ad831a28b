'use client'
import { useRef, useState } from 'react'

/** Where the columns stand beside each other wider than the window: which one is in view, and how to get to another. */
export function useSwipe(count: number) {
  const scroller = useRef<HTMLDivElement>(null)
  const [index, setIndex] = useState(0)
  const follow = () => setIndex(Math.round((progressOf(scroller.current!) || 0) * (count - 1)))
  const show = (next: number) => {
    const { scrollWidth, clientWidth } = scroller.current!
    scroller.current!.scrollTo({ left: (next * (scrollWidth - clientWidth)) / (count - 1) })
  }
  return { scroller, follow, show, inView: Math.min(index, count - 1) }
}

/** From 0 to 1; NaN where everything is in view. */
const progressOf = ({ scrollLeft, scrollWidth, clientWidth }: HTMLElement) =>
  scrollLeft / (scrollWidth - clientWidth)
