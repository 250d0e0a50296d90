/** The fake provider as a program, for the tests with a real Terraform. */
import { serve } from '../../lib/tfplugin/serve';
import { fakeProvider } from './fake-provider';

void serve({ provider: fakeProvider, address: 'registry.terraform.io/test/smoke', debug: process.argv.includes('--debug') }).then((code) =>
  process.exit(code),
);
