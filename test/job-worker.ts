/** A process that runs jobs until it is killed: `job-worker.ts DATABASE_URL`. */
import 'reflect-metadata';
import pino from 'pino';
import { connect } from '../database/connection';
import { startJobs } from '../services/schools/job/job-upkeep';

async function main(): Promise<void> {
  const [url = ''] = process.argv.slice(2);
  const dataSource = await connect(url, { poolSize: 4, applicationName: 'job worker' });
  startJobs({ dataSource, log: pino({ level: 'silent' }) });
  setInterval(() => undefined, 1_000);
}

void main();
