/** The bank with ten mistakes. README.md lists what must be said about each; `Mistake` marks where it was made. */
import { App } from 'cdktf';
import { Foundation } from './foundation';
import { Payments } from './payments';

const app = new App();
const foundation = new Foundation(app, 'foundation');
new Payments(app, 'payments', foundation);
app.synth();
