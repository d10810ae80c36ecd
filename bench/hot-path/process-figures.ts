import { readdir, readFile } from 'node:fs/promises';

const ticksPerSecond = 100;

/** Milliseconds of CPU that a process has used, as the kernel counts them. */
export async function cpuMsOf(pid: number): Promise<number> {
  return ((await statOf(pid))?.ticks ?? 0) * (1000 / ticksPerSecond);
}

/** The same of a process and all its children, those that ended too: PostgreSQL and its backends. */
export async function cpuMsOfFamily(pid: number): Promise<number> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const all = await Promise.all(names.map(async (name) => statOf(Number(name))));
  const own = await statOf(pid);
  const children = all.filter((one) => one?.parent === pid);
  const ticks = (own?.ticks ?? 0) + (own?.endedTicks ?? 0);
  return children.reduce((sum, one) => sum + (one?.ticks ?? 0), ticks) * (1000 / ticksPerSecond);
}

/** Of the memory that is in use, in MB. */
export async function memoryMbOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? NaN) / 1024;
}

/** How often it wrote to a socket or a file. */
export async function writesOf(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/io`, 'utf8');
  return Number(/syscw: (\d+)/.exec(text)?.[1]);
}

async function statOf(
  pid: number,
): Promise<{ parent: number; ticks: number; endedTicks: number } | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  if (text === null) return null;
  // After the name, which stands in brackets and may hold anything.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const at = (index: number): number => Number(fields[index]);
  return { parent: at(1), ticks: at(11) + at(12), endedTicks: at(13) + at(14) };
}
