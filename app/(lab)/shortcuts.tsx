'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import { buttonClass } from '@/app/components/button'

type Shortcut = { key: string; name: string }

const list = '?'
const offKey = 'shortcuts-off'
const arrows: Record<string, string> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' }

/** What carries `aria-keyshortcuts` on this page is a shortcut, and nothing else is: the list cannot be wrong. */
const carriers = () => [...document.querySelectorAll<HTMLElement>('[aria-keyshortcuts]')]

const keysOf = (element: HTMLElement) => element.getAttribute('aria-keyshortcuts')?.split(' ') ?? []

function shortcutsHere(): Shortcut[] {
  return carriers().flatMap((element) => {
    const name = element.getAttribute('aria-label') ?? element.textContent
    return keysOf(element).map((key) => ({ key: arrows[key] ?? key, name }))
  })
}

const fields = 'input:not([type=radio], [type=checkbox]), select, textarea, [contenteditable]'

const isTyping = (target: EventTarget | null) => target instanceof HTMLElement && target.matches(fields)

/**
 * Single keys of the lab, which can be switched off (WCAG 2.1.4); `?` lists those of the page. A key with a longer name,
 * as an arrow, is heard by what carries it.
 */
export function Shortcuts() {
  const dialog = useRef<HTMLDialogElement>(null)
  const [shortcuts, setShortcuts] = useState<Shortcut[]>([])
  const [isOff, setOff] = useState(false)

  const show = useCallback(() => {
    setShortcuts(shortcutsHere())
    setOff(localStorage.getItem(offKey) !== null)
    dialog.current?.showModal()
  }, [])
  const turn = (off: boolean) => {
    setOff(off)
    if (off) localStorage.setItem(offKey, 'yes')
    else localStorage.removeItem(offKey)
  }
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const isOurs = !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target)
      if (!isOurs || dialog.current?.open || localStorage.getItem(offKey) !== null) return
      if (event.key === list) return show()
      if (event.key.length === 1)
        carriers()
          .find((one) => keysOf(one).includes(event.key))
          ?.click()
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  }, [show])
  return (
    <>
      <button
        type="button"
        onClick={show}
        className="no-print mt-10 text-sm text-muted underline [@media(scripting:none)]:hidden"
      >
        Keyboard shortcuts
      </button>
      <dialog
        ref={dialog}
        aria-labelledby="shortcuts"
        className="m-auto w-[min(26rem,calc(100vw-2rem))] rounded-md border border-edge bg-surface p-6 text-ink backdrop:bg-ink/40"
      >
        <h2 id="shortcuts" className="mb-3 text-lg">
          Keyboard shortcuts of this page
        </h2>
        <dl className="grid grid-cols-[3rem_minmax(0,1fr)] gap-y-1.5">
          {[{ key: list, name: 'This list' }, ...shortcuts].map(({ key, name }) => (
            <div key={`${key} ${name}`} className="contents">
              <dt>
                <kbd>{key}</kbd>
              </dt>
              <dd>{name}</dd>
            </div>
          ))}
        </dl>
        <label className="mt-4 flex items-baseline gap-2.5">
          <input
            type="checkbox"
            checked={!isOff}
            onChange={({ target }) => turn(!target.checked)}
            className="accent-action"
          />
          Single keys do something
        </label>
        <form method="dialog" className="mt-5">
          <button className={buttonClass('quiet', 'small')}>Close</button>
        </form>
      </dialog>
    </>
  )
}
