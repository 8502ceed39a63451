import { consoleServer } from '../../../../server/console.ts'

const answer = async (request: Request): Promise<Response> => (await consoleServer()).operator(request)

export { answer as GET, answer as POST }
