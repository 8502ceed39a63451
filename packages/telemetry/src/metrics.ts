import type { Attributes, Counter, Histogram, ObservableGauge } from '@opentelemetry/api'
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus'
import { AggregationType, InstrumentType, MeterProvider } from '@opentelemetry/sdk-metrics'

/** Metrics of one process, in the names and units that `/metrics` shows. */
export interface Metrics {
  counter(name: string, help: string): Counter
  /** Seconds, with buckets around the 500 ms budget. */
  histogramSeconds(name: string, help: string): Histogram
  /** Read at each scrape; returns one value, or one per set of attributes. */
  gauge(name: string, help: string, read: () => GaugeReading | Promise<GaugeReading>): void
  /** Prometheus text format 0.0.4. */
  exposition(): Promise<string>
}
export type GaugeReading = number | readonly { readonly value: number; readonly attributes: Attributes }[]

const latencyBucketsSeconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2.5, 5, 10, 30]

export function createMetrics(service: string): Metrics {
  const reader = new PrometheusExporter({ preventServerStart: true })
  const provider = new MeterProvider({
    readers: [reader],
    views: [
      {
        instrumentName: '*_seconds',
        instrumentType: InstrumentType.HISTOGRAM,
        aggregation: {
          type: AggregationType.EXPLICIT_BUCKET_HISTOGRAM,
          options: { boundaries: latencyBucketsSeconds },
        },
      },
    ],
  })
  const meter = provider.getMeter(`touchline.${service}`)
  const serializer = new PrometheusSerializer()
  return {
    counter: (name, description) => meter.createCounter(name, { description }),
    histogramSeconds: (name, description) => meter.createHistogram(name, { description }),
    gauge: (name, description, read) => observe(meter.createObservableGauge(name, { description }), read),
    exposition: async () => serializer.serialize((await reader.collect()).resourceMetrics),
  }
}

function observe(gauge: ObservableGauge, read: () => GaugeReading | Promise<GaugeReading>): void {
  gauge.addCallback(async result => {
    const reading = await read()
    if (typeof reading === 'number') result.observe(reading)
    else for (const { value, attributes } of reading) result.observe(value, attributes)
  })
}
