/** `node dist/commands/keys.js > .env` makes the secrets of an installation in containers: see docker-compose.yml. */
import { randomBytes } from 'node:crypto';
import { environmentFile } from './keys/environment-file';

process.stdout.write(environmentFile(() => randomBytes(32).toString('base64url')));
