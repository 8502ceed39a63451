import { cloneElement, type ReactElement } from 'react'

interface TooltipProps {
  readonly text: string
  readonly children: ReactElement<{ 'data-tip'?: string; 'aria-description'?: string }>
}

/** Gives its child a tooltip; readers hear it as a description. */
export function Tooltip({ text, children }: TooltipProps) {
  return cloneElement(children, { 'data-tip': text, 'aria-description': text })
}
