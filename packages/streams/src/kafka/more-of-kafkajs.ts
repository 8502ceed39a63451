import { createRequire } from 'node:module'

const load = createRequire(import.meta.url)

/** Exports that Node does not find in a CommonJS module by their names. */
export const { CompressionCodecs, ConfigResourceTypes } = load('kafkajs') as typeof import('kafkajs')
