import { expect, it } from 'vitest'
import { pageAt, pagesFor } from './pages.ts'

it('shows each role the pages that it may read', () => {
  const labels = (role: Parameters<typeof pagesFor>[0]) => pagesFor(role).map(({ label }) => label)
  expect(labels('viewer')).not.toContain('People')
  expect(labels('viewer')).not.toContain('Access')
  expect(labels('support')).toContain('Access')
  expect(labels('support')).not.toContain('People')
  expect(labels('admin')).toHaveLength(9)
})

it('knows which page an address belongs to', () => {
  expect(pageAt('/console')?.label).toBe('Pipeline')
  expect(pageAt('/console/replays/17')?.label).toBe('Replays')
  expect(pageAt('/console/unknown')?.label).toBe('Pipeline')
  expect(pageAt('/consoles')).toBeUndefined()
})
