/**
 * `node dist/commands/keys.js <folder>` makes the secrets of an installation in containers, one file for each, as
 * docker-compose.yml mounts them. Existing files are kept.
 */
import { isHelpRequested } from './help';
import { makeSecretFiles } from './keys/secret-files';

const words = process.argv.slice(2);
const [folder, ...more] = words;
const USAGE = 'Usage: node dist/commands/keys.js FOLDER';
if (isHelpRequested(words)) console.log(USAGE);
else if (folder === undefined || folder.startsWith('-') || more.length > 0) {
  const wrong = more[0] ?? folder;
  console.error(
    `${wrong === undefined ? 'Name the folder' : `keys does not know “${wrong}”; name one folder`}. ${USAGE}`,
  );
  process.exitCode = 1;
} else {
  for (const file of makeSecretFiles(folder)) console.log(`Made ${file}`);
}
