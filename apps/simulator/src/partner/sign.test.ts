import { describe, expect, it } from 'vitest'
import { keyOf, sign } from './sign.ts'

describe('the signer', () => {
  it("signs the Standard Webhooks specification's example as the specification does", () => {
    const key = keyOf('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')
    const body = '{"test": 2432232314}'
    expect(sign(key, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1_614_265_330_000, body)).toEqual({
      'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    })
  })

  it('refuses what is no secret, without repeating it', () => {
    for (const secret of [
      '',
      'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'whsec_',
      'whsec_c2hvcnQ=',
      'whsec_!!not base64!!!!!!!!!!!!!!!!',
    ]) {
      expect(() => keyOf(secret)).toThrow(/^a webhook secret is/)
    }
  })
})
