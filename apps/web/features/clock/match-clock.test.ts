import { describe, expect, it } from 'vitest'
import { formatClock, formatMinute, formatStatus, minuteOnLine, runningClock } from './match-clock.ts'

describe('the clock', () => {
  it('counts the second half from 45', () => {
    expect(formatClock({ period: 2, seconds: 245.9 })).toEqual({ main: '49:05', added: undefined })
    expect(formatMinute({ period: 2, seconds: 0 })).toBe("46'")
    expect(formatMinute({ period: 4, seconds: 60 })).toBe("107'")
  })

  it('shows stoppage time beside the period', () => {
    expect(formatClock({ period: 1, seconds: 2_825 })).toEqual({ main: '45:00', added: '+2:05' })
    expect(formatMinute({ period: 1, seconds: 2_825 })).toBe("45+3'")
    expect(formatMinute({ period: 2, seconds: 2_700 })).toBe("90+1'")
    expect(minuteOnLine({ period: 1, seconds: 2_825 })).toBe(45)
  })

  it('runs on between events while the match is live, and stands when nothing confirms it', () => {
    const reading = {
      clock: { period: 1, seconds: 60 },
      clockAt: '2026-05-01T19:00:00Z',
      status: 'live' as const,
    }
    const at = Date.parse(reading.clockAt)
    expect(runningClock(reading, at + 5_000).seconds).toBe(65)
    expect(runningClock(reading, at + 600_000).seconds).toBe(60)
    expect(runningClock(reading, at - 5_000).seconds).toBe(60)
    expect(runningClock({ ...reading, status: 'paused' }, at + 5_000).seconds).toBe(60)
  })

  it('names the state of play', () => {
    expect(formatStatus('paused', { period: 1, seconds: 0 })).toBe('Half time')
    expect(formatStatus('paused', { period: 2, seconds: 0 })).toBe('Break')
    expect(formatMinute({ period: 5, seconds: 0 })).toBe('Pen.')
  })
})
