/**
 * Unpacks the Chromium that came with npm, once, and prints how it is started, as JSON. A program of its own, because the
 * package is an ES module, which jest does not load.
 */
import chromium from '@sparticuz/chromium';

chromium.setGraphicsMode = false;
const executablePath = await chromium.executablePath();
// Of its own arguments only these: the others weaken what the tests look at (web security), or end it all with one page.
const args = ['--no-zygote', '--in-process-gpu', '--disable-dev-shm-usage', '--font-render-hinting=none'];
// No foreign host is ever asked.
args.push('--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1');
if (process.getuid?.() === 0) args.push('--no-sandbox');
console.log(JSON.stringify({ executablePath, args }));
