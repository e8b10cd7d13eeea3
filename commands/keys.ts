/**
 * `node dist/commands/keys.js <folder>` makes the secrets of an installation in containers, a file for each, as
 * docker-compose.yml mounts them. What is there already is kept.
 */
import { makeSecretFiles } from './keys/secret-files';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Name the folder: node dist/commands/keys.js <folder>');
  process.exitCode = 1;
} else {
  for (const file of makeSecretFiles(folder)) console.log(`Made ${file}`);
}
