'use client'
import { usePathname } from 'next/navigation'

type Props = {
  href: string
  children: string
  /** loads the page anew: its policy is another one than that of the page before */
  anew?: boolean | undefined
}

/** Knows when it points at the page it is on, or at the list that the page belongs to. */
export function NavLink({ href, children, anew }: Props) {
  const path = usePathname()
  return (
    <a
      href={href}
      data-soft={anew ? undefined : ''}
      aria-current={path === href ? 'page' : path.startsWith(`${href}/`) ? 'true' : undefined}
      className="nav-link"
    >
      {children}
    </a>
  )
}
