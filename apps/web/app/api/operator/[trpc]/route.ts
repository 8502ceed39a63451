import { consoleServer } from '../../../../server/console.ts'

const answer = (request: Request): Promise<Response> => consoleServer().operator(request)

export { answer as GET, answer as POST }
