export const help = `npm start: the whole of Touchline on this machine, with its own PostgreSQL.

It installs, generates and builds what is missing, starts everything, and prints where it is.
Ctrl-C stops all of it; the data stays.

Environment
  TOUCHLINE_DATA      the data folder (default .touchline/)
  TOUCHLINE_SIMULATE  0 starts without the simulated match
  WEB_PORT 3000, GATEWAY_PORT 4000, INGEST_PORT 4100, PROCESSOR_PORT 4200, SIMULATOR_PORT 4300
  DATABASE_URL, KAFKA_BROKERS, REDIS_URL
                      each replaces that part of the embedded profile alone
  BROADCAST_PARTNERS  partners and their secrets, JSON (default those of the data folder)
  FIRST_ADMIN_EMAIL   who is made admin where there is none (default admin@touchline.local)
  AUTH_SECRET         what sessions are signed with (default one of the data folder's own)
  WEB_PUBLIC_URL      the origins at which people open the web app, separated by commas
                      Each also from a file: NAME_FILE.

Options
  --help              this text

Exit code: 0 after it was asked to stop, 130 when that was before it was up, 1 when something failed.
`
