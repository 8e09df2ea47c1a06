import type { AdapterPorts } from './adapter.ts';

/** https only, no redirect, nothing but a 2xx, and no byte beyond the limit. */
export const fetchText: AdapterPorts['fetchText'] = async (url, { timeoutMs, maxBytes }) => {
  if (URL.parse(url)?.protocol !== 'https:') throw new Error('only https is asked');
  const response = await fetch(url, {
    redirect: 'error',
    signal: AbortSignal.timeout(timeoutMs),
    headers: { accept: '*/*' },
  });
  if (!response.ok || response.body === null) {
    await response.body?.cancel();
    throw new Error(`answered with ${response.status}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > maxBytes) throw new Error(`answered with more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};
