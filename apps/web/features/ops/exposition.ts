interface Reading {
  readonly name: string
  readonly help: string
  readonly value: number
}

/** Prometheus text format 0.0.4; gauges only. */
export const exposition = (readings: readonly Reading[]): string =>
  readings
    .map(({ name, help, value }) => `# HELP ${name} ${help}\n# TYPE ${name} gauge\n${name} ${value}\n`)
    .join('')

export function processReadings(): Reading[] {
  const { rss, heapUsed } = process.memoryUsage()
  const cpu = process.cpuUsage()
  return [
    { name: 'process_resident_memory_bytes', help: 'Resident memory.', value: rss },
    { name: 'nodejs_heap_used_bytes', help: 'Used heap.', value: heapUsed },
    {
      name: 'process_cpu_used_seconds',
      help: 'CPU time since the start.',
      value: (cpu.user + cpu.system) / 1e6,
    },
    { name: 'process_uptime_seconds', help: 'Time since the start.', value: Math.round(process.uptime()) },
  ]
}
