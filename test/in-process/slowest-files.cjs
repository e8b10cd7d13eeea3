/** After a run of many test files: the ten slowest, and how long they took together. */
const path = require('node:path');

const MOST = 10;

module.exports = class SlowestFiles {
  onRunComplete(_contexts, { testResults }) {
    const files = testResults.map(({ testFilePath, perfStats }) => ({
      name: path.relative(process.cwd(), testFilePath),
      seconds: perfStats.runtime / 1_000,
    }));
    if (files.length <= MOST) return;
    const slowest = files.sort((one, other) => other.seconds - one.seconds).slice(0, MOST);
    const sum = slowest.reduce((seconds, file) => seconds + file.seconds, 0);
    const lines = slowest.map(({ name, seconds }) => `${seconds.toFixed(1).padStart(6)} s  ${name}`);
    console.error([`\nThe ${MOST} slowest files took ${sum.toFixed(1)} s together:`, ...lines, ''].join('\n'));
  }
};
