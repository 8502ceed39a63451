import { Validator } from '@seriousme/openapi-schema-validator'
import { expect, it } from 'vitest'
import { openApiDocument } from './openapi.ts'
import { restOperations } from './operations.ts'

interface Document {
  readonly paths: Record<string, { get: { parameters: unknown[]; responses: object } }>
  readonly components: { readonly schemas: object }
}
const document = openApiDocument('0.0.0') as unknown as Document

it('is a valid OpenAPI 3.1 document, and JSON can carry it', async () => {
  const checked = await new Validator().validate(JSON.parse(JSON.stringify(document)))
  expect(checked.errors).toBeUndefined()
  expect(checked.valid).toBe(true)
})

it('refers only to schemas that it has', () => {
  const schemas = Object.keys(document.components.schemas)
  const refs = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
    m => m[1],
  )
  expect(refs.length).toBeGreaterThan(restOperations.length)
  expect(schemas).toEqual(expect.arrayContaining(refs))
})

it('describes parameters as the routes read them', () => {
  const events = document.paths['/v1/matches/{matchId}/events']?.get
  expect(events?.parameters).toMatchObject([
    { name: 'matchId', in: 'path', required: true, schema: { type: 'string' } },
    { name: 'after', in: 'query', required: false, schema: { type: 'string' } },
    { name: 'limit', in: 'query', required: false, schema: { type: 'integer', maximum: 1000, default: 100 } },
  ])
  expect(Object.keys(events?.responses ?? {})).toEqual(['200', '304', '400', '404', '429', '500', '503'])
})

it('describes what an event says of an earlier one', () => {
  const withdrawn = { properties: { position: {}, previous: {} } }
  expect(document.components.schemas).toMatchObject({
    EventRevised: { properties: { ...withdrawn.properties, event: {} } },
    EventWithdrawn: withdrawn,
  })
})
