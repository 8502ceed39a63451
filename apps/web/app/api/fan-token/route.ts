import { consoleServer } from '../../../server/console.ts'

export const POST = async (request: Request): Promise<Response> => (await consoleServer()).fanToken(request)
