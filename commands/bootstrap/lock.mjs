/** Two commands that begin at the same time must not install into the same folder: the second one waits. */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Runs the work while no other process does. A lock whose process is gone is taken over. */
export async function whileLocked(root, work) {
  const lock = path.join(root, 'dist', '.lock');
  mkdirSync(path.dirname(lock), { recursive: true });
  for (let said = false; !taken(lock); await pause(200)) {
    if (isDead(lock)) putAside(lock);
    else if (!said) console.error('Waiting for another command that installs or builds here …');
    said = true;
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function taken(lock) {
  try {
    mkdirSync(lock);
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
  writeFileSync(path.join(lock, 'pid'), String(process.pid));
  return true;
}

function isDead(lock) {
  try {
    const pid = Number(readFileSync(path.join(lock, 'pid'), 'utf8'));
    if (pid) {
      process.kill(pid, 0);
      return false;
    }
  } catch (error) {
    if (error.code === 'ESRCH') return true;
    if (error.code === 'EPERM') return false;
  }
  // The lock names no process: its process has yet to write its number, or ended before it did.
  try {
    return Date.now() - statSync(lock).mtimeMs > 10_000;
  } catch {
    return false;
  }
}

function putAside(lock) {
  const aside = `${lock}.${process.pid}`;
  try {
    renameSync(lock, aside);
    rmSync(aside, { recursive: true, force: true });
  } catch {}
}
