import { readdirSync, readFileSync } from 'node:fs'

/** What a process and all below it have used so far. */
export interface Usage {
  readonly cpuSeconds: number
  /** Resident now, in MiB; what processes share counts once, by shares (PSS). */
  readonly rssMiB: number
  /** The highest that the kernel saw, of the process itself, in MiB. */
  readonly peakRssMiB: number
}

const ticksPerSecond = 100

export function usageOf(pid: number): Usage {
  const all = [pid, ...descendants(pid)].map(readUsage)
  return {
    cpuSeconds: all.reduce((sum, usage) => sum + usage.cpuSeconds, 0),
    rssMiB: all.reduce((sum, usage) => sum + usage.rssMiB, 0),
    peakRssMiB: all[0]?.peakRssMiB ?? 0,
  }
}

function readUsage(pid: number): Usage {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const ticks = Number(fields[11]) + Number(fields[12])
    const share = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return {
      cpuSeconds: ticks / ticksPerSecond,
      rssMiB: Number(share?.[1] ?? 0) / 1_024,
      peakRssMiB: Number(peak?.[1] ?? 0) / 1_024,
    }
  } catch {
    return { cpuSeconds: 0, rssMiB: 0, peakRssMiB: 0 }
  }
}

function descendants(pid: number): number[] {
  const children = new Map<number, number[]>()
  for (const entry of readdirSync('/proc')) {
    const parent = /^\d+$/.test(entry) ? parentOf(Number(entry)) : undefined
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(entry)])
  }
  const below = (id: number): number[] => (children.get(id) ?? []).flatMap(child => [child, ...below(child)])
  return below(pid)
}

function parentOf(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return undefined
  }
}
