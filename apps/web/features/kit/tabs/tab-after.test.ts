import { describe, expect, it } from 'vitest'
import { tabAfter } from './tab-after.ts'

describe('a key among tabs', () => {
  it('moves by one, and round at both ends', () => {
    expect(tabAfter('ArrowRight', 0, 3)).toBe(1)
    expect(tabAfter('ArrowRight', 2, 3)).toBe(0)
    expect(tabAfter('ArrowLeft', 0, 3)).toBe(2)
  })

  it('moves to the first and the last', () => {
    expect(tabAfter('Home', 2, 3)).toBe(0)
    expect(tabAfter('End', 0, 3)).toBe(2)
  })

  it('moves nothing otherwise, or where no tab has the focus', () => {
    expect(tabAfter('Enter', 1, 3)).toBeUndefined()
    expect(tabAfter('ArrowRight', -1, 3)).toBeUndefined()
    expect(tabAfter('End', 0, 0)).toBeUndefined()
  })
})
