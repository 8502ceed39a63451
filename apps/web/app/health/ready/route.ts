import { gatewayReachable } from '../../../features/ops/gateway-reachable.ts'

export const dynamic = 'force-dynamic'

export async function GET(): Promise<Response> {
  const ok = await gatewayReachable()
  return Response.json({ ok, checks: [{ name: 'gateway', ok }] }, { status: ok ? 200 : 503 })
}
