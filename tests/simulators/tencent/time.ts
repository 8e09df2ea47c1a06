/** `2026-11-23 08:00:00`: what most Tencent Cloud services show, in UTC+8 and without saying so. */
export function localTime(at: number | Date): string {
  const shifted = new Date(Number(at) + 8 * 3_600_000);
  return shifted.toISOString().slice(0, 19).replace('T', ' ');
}

/** Seconds precision, as STS writes expirations. */
export function utcTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
