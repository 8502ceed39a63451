import { expect, it } from 'vitest'
import { runChaos } from './chaos/run/run-chaos.ts'

it('loses, doubles and invents nothing while eight faults befall a house under load', async () => {
  const options = {
    seed: 4_691,
    faults: 8,
    secondsPerFault: 4,
    eventsPerSecond: 300,
    matches: 4,
    fans: 16,
    keep: false,
  }
  const course = {
    say: (text: string) => void process.stderr.write(`${text}\n`),
    signal: AbortSignal.timeout(200_000),
  }
  const { report, complaints, faults, folder } = await runChaos(options, course)
  expect({ anomalies: report.anomalies, complaints, folder }).toEqual({
    anomalies: [],
    complaints: [],
    folder: null,
  })
  expect(faults.filter(fault => fault.error !== undefined || fault.allMs === null)).toEqual([])
  expect(report.counts.stored).toBeGreaterThan(1_000)
  expect(report.counts.delivered).toBeGreaterThan(report.counts.stored)
})
