import { expect, it } from 'vitest'
import { securityWarnings } from './security.ts'

const sasl = { mechanism: 'plain', username: 'u', password: 'hunter2' } as const

it('warns of credentials without TLS beyond this machine', () => {
  expect(securityWarnings({ brokers: ['127.0.0.1:9092', 'kafka.example:9092'], sasl })).toEqual([
    'Kafka is asked by SASL PLAIN without TLS, so others can read along: set KAFKA_TLS=1',
  ])
  expect(securityWarnings({ brokers: ['127.0.0.1:9092', 'localhost:1', '[::1]:9092'], sasl })).toEqual([])
  expect(securityWarnings({ brokers: ['kafka.example:9092'], sasl, tls: {} })).toEqual([])
  expect(securityWarnings({ brokers: ['kafka.example:9092'] })).toEqual([])
})
