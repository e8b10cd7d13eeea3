import { rmSync } from 'node:fs';
import { testCluster } from './database';

export default async function stop(): Promise<void> {
  await testCluster.current?.cluster.stop();
  if (testCluster.current) rmSync(testCluster.current.directory, { recursive: true, force: true });
}
