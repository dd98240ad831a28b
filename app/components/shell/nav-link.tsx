'use client'
import { usePathname } from 'next/navigation'
import { TextLink } from '../text-link'

/** Knows when it points at the page it is on. */
export function NavLink({ href, children }: { href: string; children: string }) {
  const here = usePathname() === href
  return (
    <TextLink
      href={href}
      aria-current={here ? 'page' : undefined}
      className="inline-flex min-h-9 items-center text-[0.9375rem] text-muted no-underline hover:text-ink aria-[current]:text-ink aria-[current]:underline aria-[current]:decoration-ink aria-[current]:decoration-2 aria-[current]:underline-offset-8"
    >
      {children}
    </TextLink>
  )
}
