import Link from 'next/link'
import type { ReactNode } from 'react'
import { type ButtonSize, type ButtonVariant, buttonLook } from './button-looks.ts'

interface ButtonLinkProps {
  readonly href: string
  readonly variant?: ButtonVariant | undefined
  readonly size?: ButtonSize | undefined
  readonly children: ReactNode
}

export function ButtonLink({ href, variant = 'secondary', size = 'md', children }: ButtonLinkProps) {
  return (
    <Link href={href} className={buttonLook(variant, size)}>
      {children}
    </Link>
  )
}
