/** A ledger that may only be built when people have agreed, and stopped what must not run meanwhile. */
import { App } from 'cdktf';
import { Ledger } from './ledger';

const app = new App();
new Ledger(app, 'ledger');
app.synth();
