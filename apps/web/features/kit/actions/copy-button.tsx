'use client'

import { useEffect, useState } from 'react'
import { Icon } from '../display/icon.tsx'
import { useAnnounce } from '../live/announce.tsx'
import { Button } from './button.tsx'

interface CopyButtonProps {
  readonly text: string
  readonly label?: string | undefined
  readonly size?: 'sm' | 'md' | undefined
}

const shownMs = 1_600

export function CopyButton({ text, label = 'Copy', size = 'sm' }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null)
  const announce = useAnnounce()
  useEffect(() => {
    if (outcome === null) return
    const timer = setTimeout(() => setOutcome(null), shownMs)
    return () => clearTimeout(timer)
  }, [outcome])
  const tell = (next: 'copied' | 'refused') => {
    setOutcome(next)
    announce(next === 'copied' ? 'Copied' : 'The browser did not allow copying')
  }
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => tell('copied'),
      () => tell('refused'),
    )
  }
  return (
    <Button
      size={size}
      variant="quiet"
      onClick={copy}
      icon={<Icon name={outcome === 'copied' ? 'check' : 'copy'} className="size-3.5" />}
    >
      {outcome === null ? label : outcome === 'copied' ? 'Copied' : 'Not allowed'}
    </Button>
  )
}
