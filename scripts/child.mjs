import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { modules, pinnedNode, root } from './places.mjs';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs the pinned Node with these arguments to its end; answers its exit code. `options` are those of
 * `spawn`; what stands in its `env` is added to ours. `started` is given the process.
 */
export function runPinned(nodeArguments, options = {}, started = () => {}) {
  const PATH = [path.join(modules, '.bin'), process.env.PATH ?? ''].join(path.delimiter);
  // Images and passwords take two threads each; of Node's default four, files would get none.
  const env = { UV_THREADPOOL_SIZE: '8', ...process.env, PATH, ...options.env };
  return runToEnd(pinnedNode, nodeArguments, { ...options, env }, started);
}

/**
 * Runs a program in the project's folder with our input and output, hands on the signals that we
 * get, and answers its exit code (128 and the signal's number when a signal ended it). We end after
 * it: whoever stops us by a signal finds everything stopped when we are gone.
 */
export function runToEnd(program, programArguments, options = {}, started = () => {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, programArguments, { cwd: root, stdio: 'inherit', ...options });
    started(child);
    const handOn = (signal) => child.kill(signal);
    for (const signal of forwarded) process.on(signal, handOn);
    const finish = (settle) => {
      for (const signal of forwarded) process.off(signal, handOn);
      settle();
    };
    child.once('error', (error) => finish(() => reject(error)));
    child.once('exit', (code, signal) =>
      finish(() => resolve(code ?? 128 + constants.signals[signal])),
    );
  });
}
