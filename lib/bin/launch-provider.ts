/**
 * Starts the provider's bundle with the code that V8 made of it when it was built: Terraform launches a provider three times
 * for one plan, and each launch is 15 ms shorter so. Another Node refuses that code and compiles the bundle itself.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';

const filename = join(__dirname, 'provider.js');
const script = new Script(readFileSync(filename, 'utf8'), { filename, cachedData: readFileSync(join(__dirname, 'provider.cache')) });
script.runInThisContext()(exports, require, module, filename, __dirname);
