import { mkdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Trouble } from './trouble.mjs';

/** A lock whose holder has not been heard of for this long is one of a killed command. */
const staleAfter = 10_000;
const heardEvery = 1_000;

/** Does the work while no other command in this folder does: two installations would mix. */
export async function withInstallLock(folder, work) {
  await take(folder);
  // The heart beats on while npm runs; unlike a process number, it tells across containers too.
  const heartbeat = setInterval(() => beat(folder), heardEvery);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function take(folder) {
  let hasTold = false;
  while (!make(folder)) {
    if (isStale(folder)) {
      remove(folder);
      continue;
    }
    if (!hasTold) console.error('Waiting for another command that installs here.');
    hasTold = true;
    await pause(200);
  }
}

function make(folder) {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw new Trouble(`Nothing can be installed here: ${error.message}`);
  }
}

function isStale(folder) {
  try {
    return Date.now() - statSync(folder).mtimeMs > staleAfter;
  } catch {
    return false;
  }
}

function remove(folder) {
  // Only one of those who find it stale can move it away.
  const aside = `${folder}-${process.pid}`;
  try {
    renameSync(folder, aside);
    rmSync(aside, { recursive: true, force: true });
  } catch {
    // Another command was quicker.
  }
}

function beat(folder) {
  try {
    const now = new Date();
    utimesSync(folder, now, now);
  } catch {
    // Taken for stale, as after a long sleep of the machine: nothing that we could do.
  }
}
