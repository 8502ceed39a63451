import type { OperatorInputs, OperatorOutputs } from '../console/trpc-options.ts'

export type Overview = OperatorOutputs['pipeline']['overview']
export type PipelineNode = Overview['nodes'][number]
export type PipelineEdge = Overview['edges'][number]
export type History = Extract<OperatorOutputs['pipeline']['history'], { kind: 'range' }>
export type TailItem = OperatorOutputs['pipeline']['tail']['items'][number]
export type ConsumerList = OperatorOutputs['consumer']['list']
export type Consumer = ConsumerList['items'][number]
export type ConsumerReset = ConsumerList['resets'][number]
export type Preview = OperatorOutputs['consumer']['preview']
export type ResetTarget = OperatorInputs['consumer']['reset']['target']
