import { join } from 'node:path'
import { createLogger } from '@touchline/telemetry'
import { expect, it, vi } from 'vitest'
import { dataFolder } from '../testing/data-folder.ts'
import { openCursors } from './open-cursors.ts'

it.each([
  [0, 0],
  [2, 1],
])(
  'without a database keeps %i sources’ cursors in a file, and warns %i times of other replicas',
  async (sources, warnings) => {
    const logger = createLogger({ service: 'test', level: 'silent' })
    const warn = vi.spyOn(logger, 'warn')
    const file = join(await dataFolder(), 'cursors.json')
    const place = { database: undefined, instance: 'a', file, sources }
    const cursors = await openCursors(place, logger)
    if ('database' in cursors) throw new Error('it has no database')
    await cursors.save('stadium:north', '7')
    await cursors.close()
    const next = await openCursors(place, createLogger({ service: 'test', level: 'silent' }))
    expect('load' in next && (await next.load('stadium:north'))).toBe('7')
    expect(warn.mock.calls.filter(([text]) => String(text).includes('no other ingest'))).toHaveLength(
      warnings,
    )
  },
)
