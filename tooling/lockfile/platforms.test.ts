import { expect, test } from 'vitest'
import { completed, missingPlatforms } from './platforms.ts'

const lock = {
  packages: {
    '': {},
    'node_modules/tool': {
      version: '1.0.0',
      dev: true,
      optionalDependencies: { '@tool/linux-x64': '1.0.0', '@tool/darwin-arm64': '1.0.0' },
    },
    'node_modules/@tool/linux-x64': { version: '1.0.0', optional: true },
    'node_modules/a/node_modules/b': { version: '2.0.0', optionalDependencies: { c: '1.0.0' } },
    'node_modules/c': { version: '1.0.0' },
  },
}

test('a platform that the registry did not carry is found, one in a folder above is not missed', () => {
  expect(missingPlatforms(lock)).toEqual([
    { parent: 'node_modules/tool', name: '@tool/darwin-arm64', version: '1.0.0' },
  ])
})

test('the completed file lists it for its platform alone, and is complete', () => {
  const done = completed(lock)
  expect(done.packages['node_modules/@tool/darwin-arm64']).toEqual({
    version: '1.0.0',
    dev: true,
    optional: true,
    cpu: ['arm64'],
    os: ['darwin'],
  })
  expect(missingPlatforms(done)).toEqual([])
  expect(Object.keys(done.packages)).toEqual(Object.keys(done.packages).toSorted())
})
