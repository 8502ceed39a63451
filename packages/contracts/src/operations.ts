import { z } from 'zod'

/** Where a process serves its probes with their detail, and metrics. */
export interface OpsPlace {
  readonly host: string
  /** 0 takes a free one. */
  readonly port: number
  /** Whether somebody set the port: the public one then shows nobody more than its status. */
  readonly isSet: boolean
}

/** Settings that every app has. */
export const opsSettings = {
  OPS_HOST: z.string().default('127.0.0.1'),
  /** Default: the app's port and 20000. */
  OPS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
}

/** Of apps that take requests: how long one that was asked to stop is not ready and still takes what comes. */
export const stopLeadSetting = { STOP_LEAD_SECONDS: z.coerce.number().min(0).max(600).default(5) }

interface OperationsEnv {
  readonly OPS_HOST: string
  readonly OPS_PORT?: number | undefined
}

export const opsPlaceOf = ({ OPS_HOST: host, OPS_PORT: set }: OperationsEnv, appPort: number): OpsPlace => ({
  host,
  port: set ?? defaultOpsPort(appPort),
  isSet: set !== undefined,
})

const opsPortOffset = 20_000

const defaultOpsPort = (appPort: number): number => {
  if (appPort === 0) return 0
  return appPort + opsPortOffset > 65_535 ? appPort - opsPortOffset : appPort + opsPortOffset
}
