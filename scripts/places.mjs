import { accessSync, constants, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the whole project. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Where npm installs. */
export const modules = path.join(root, 'node_modules');

const isWindows = process.platform === 'win32';

/** The Node that everything but the set-up runs on. */
export const pinnedNode = path.join(modules, 'node', 'bin', isWindows ? 'node.exe' : 'node');

/** The JavaScript file that an installed package's command runs. */
export function packageProgram(packageName, command = packageName) {
  const folder = path.join(modules, packageName);
  const { bin } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  return path.join(folder, typeof bin === 'string' ? bin : bin[command]);
}

/** Finds a program on the path, outside what is installed here unless asked otherwise. */
export function findProgram(name, isWanted = () => true) {
  const usual = isWindows ? [] : ['/usr/local/bin', '/usr/bin', '/bin', '/snap/bin'];
  const folders = [...(process.env.PATH ?? '').split(path.delimiter), ...usual];
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => path.join(folder, isWindows ? `${name}.exe` : name))
    .find((file) => isProgram(file) && isWanted(file));
}

/** Whether a file lies in what npm installs here. */
export function isInstalledHere(file) {
  return !path.relative(modules, file).startsWith('..');
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
