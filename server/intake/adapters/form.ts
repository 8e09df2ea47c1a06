import { problems } from '../../problem.ts';
import type { IntakeRequest } from '../adapter.ts';
import { jsonOf } from './native.ts';

export const formTypes = ['application/x-www-form-urlencoded', 'multipart/form-data'];

const mostFields = 64;

/** Texts of a form or the value of a JSON body, whichever the content type says. */
export async function fieldsOf({ mediaType, body, header }: IntakeRequest): Promise<unknown> {
  if (mediaType === 'application/x-www-form-urlencoded') {
    return onlyOnce(new URLSearchParams(body.toString('utf8')));
  }
  if (mediaType !== 'multipart/form-data') return jsonOf(body);
  const headers = { 'content-type': header('content-type') ?? '' };
  let form: FormData;
  try {
    form = await new Response(new Uint8Array(body), { headers }).formData();
  } catch {
    throw problems.malformed('the body is not the form that its content type says');
  }
  const texts: [string, string][] = [];
  for (const [name, value] of form) {
    texts.push([name, typeof value === 'string' ? value : await value.text()]);
  }
  return onlyOnce(texts);
}

/** Of a field that comes twice, one reader sees the first and another the last: it is refused. */
export function onlyOnce(pairs: Iterable<[string, string]>): Record<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (fields.has(name)) throw problems.malformed('a field of the form comes twice');
    fields.set(name, value);
    if (fields.size > mostFields) throw problems.malformed('the form has too many fields');
  }
  return Object.fromEntries(fields);
}
