export const help = `npm run start:cluster [-- OPTIONS]: each app as its own process, on Kafka, Redis and PostgreSQL.

DATABASE_URL, KAFKA_BROKERS and REDIS_URL say where those are; by default it is the stack that
\`npm run stack:up\` has started. Migrations run first. Ctrl-C stops the apps; the stack stays up.

  --processors N   so many processors (ports 4200, 4201, …)
  --gateways N     so many gateways (ports 4000, 4001, …)
  --workers N      so many processes of each gateway, on its one port; SIGHUP to a gateway replaces them in turn
  --no-web         without the web app
  --no-simulate    without the simulated match
  --help           this text

Ports and data folder: WEB_PORT, GATEWAY_PORT, INGEST_PORT, PROCESSOR_PORT, SIMULATOR_PORT, TOUCHLINE_DATA.
`
