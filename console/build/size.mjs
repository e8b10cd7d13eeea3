/** What a first visit loads, and each place after it, compressed. Ends with 1 where the script of a first visit is too large. */
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const LIMIT_KB = 150;
const dist = new URL('../dist/', import.meta.url);
const page = readFileSync(new URL('index.html', dist), 'utf8');
const kb = (name) => gzipSync(readFileSync(new URL(`assets/${name}`, dist)), { level: 9 }).length / 1000;
const scripts = readdirSync(new URL('assets/', dist)).filter((name) => name.endsWith('.js'));
const initial = scripts.filter((name) => page.includes(name));
const sum = initial.reduce((all, name) => all + kb(name), 0);
const styles = readdirSync(new URL('assets/', dist)).filter((name) => name.endsWith('.css'));
const line = (name, size) => console.log(`${size.toFixed(1).padStart(7)} kB  ${name}`);
for (const name of initial) line(`${name} (first visit)`, kb(name));
for (const name of scripts.filter((one) => !initial.includes(one))) line(name, kb(name));
for (const name of styles) line(name, kb(name));
line(`script of a first visit, of at most ${LIMIT_KB} kB`, sum);
process.exitCode = sum > LIMIT_KB ? 1 : 0;
