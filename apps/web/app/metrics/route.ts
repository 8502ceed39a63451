import { exposition, processReadings } from '../../features/ops/exposition.ts'
import { gatewayReachable } from '../../features/ops/gateway-reachable.ts'

export const dynamic = 'force-dynamic'

export async function GET(): Promise<Response> {
  const reachable = await gatewayReachable()
  const gateway = {
    name: 'touchline_web_gateway_reachable',
    help: '1 if the gateway answers.',
    value: reachable ? 1 : 0,
  }
  return new Response(exposition([...processReadings(), gateway]), {
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
  })
}
