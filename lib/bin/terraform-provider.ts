/** The process `terraform-provider-socle`: it says its handshake first and loads the provider while Terraform connects. */
import { serve } from '../tfplugin/serve';
import type { TfProvider } from '../tfplugin/types';
import type * as RealProvider from './real-provider';

const load = (): TfProvider => (require('./real-provider') as typeof RealProvider).realProvider();

void serve({ provider: load, address: 'registry.terraform.io/socle/socle', debug: process.argv.includes('--debug') }).then((code) =>
  process.exit(code),
);
