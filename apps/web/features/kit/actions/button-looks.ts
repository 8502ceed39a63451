import { classNames } from '../display/class-names.ts'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'
export type ButtonSize = 'sm' | 'md'

const variants: Readonly<Record<ButtonVariant, string>> = {
  primary: 'bg-accent text-on-accent border-transparent hover:not-aria-disabled:brightness-110',
  secondary: 'bg-surface text-ink border-line-strong hover:not-aria-disabled:bg-raised',
  quiet:
    'bg-transparent text-muted border-transparent hover:not-aria-disabled:bg-raised hover:not-aria-disabled:text-ink',
  danger: 'bg-critical text-on-accent border-transparent hover:not-aria-disabled:brightness-110',
}
const sizes: Readonly<Record<ButtonSize, string>> = {
  sm: 'h-7 gap-1.5 px-2 text-xs',
  md: 'h-8 gap-2 px-3 text-[0.8125rem]',
}
const shared =
  'inline-flex select-none items-center justify-center whitespace-nowrap rounded-lg border font-medium transition-colors'
const disabled =
  'aria-disabled:cursor-not-allowed aria-disabled:border-line aria-disabled:bg-raised aria-disabled:text-muted'

export const buttonLook = (variant: ButtonVariant, size: ButtonSize): string =>
  classNames(shared, variants[variant], sizes[size], disabled)
