/** The bank's infrastructure: a foundation that the platform team owns, and the payment application that stands on it. */
import { App } from 'cdktf';
import { Foundation } from './foundation';
import { Payments } from './payments';

const app = new App();
const foundation = new Foundation(app, 'foundation');
new Payments(app, 'payments', foundation);
app.synth();
