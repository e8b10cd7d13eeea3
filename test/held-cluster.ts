/** Runs the cluster of a folder until the process is ended, and prints the owner's address; see hold-cluster.ts. */
import { startCluster } from '../database/cluster';

async function hold(directory: string): Promise<void> {
  const end = (line: string) => {
    console.error(line);
    process.exit(1);
  };
  const cluster = await startCluster({ directory, shared: true, log: (line) => console.error(line), onDeath: end });
  process.once('SIGTERM', () => void cluster.stop().then(() => process.exit(0)));
  setInterval(() => undefined, 60_000);
  console.log(cluster.ownerUrl);
}

hold(process.argv[2] as string).catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
