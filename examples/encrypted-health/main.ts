/** A hospital: encrypted records beside mirrored images, since no VM can be both. */
import { App } from 'cdktf';
import { Hospital } from './hospital';

const app = new App();
new Hospital(app, 'hospital', { encryptAppointments: process.argv.includes('--encrypt-appointments') });
app.synth();
