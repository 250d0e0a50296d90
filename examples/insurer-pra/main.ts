/** An insurer's claims, which must survive the loss of a zone: 15 minutes of writes may be lost, in four hours all runs again. */
import { App } from 'cdktf';
import { Claims } from './claims';

const app = new App();
new Claims(app, 'claims');
app.synth();
