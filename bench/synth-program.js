/** The program that `bench/synth.ts` runs: SOCLE_BENCH_VMS VMs on their Cpools and datastores, judged or not. */
const { App, TerraformStack } = require('cdktf');
const { BackupPolicy, BladeClass, Cpool, Datastore, Size, SocleProvider, StorageClass, VirtualMachine, Zone } = require('socle');

const vms = Number(process.env.SOCLE_BENCH_VMS);
const app = new App({ outdir: process.env.SOCLE_BENCH_OUTDIR, skipValidation: process.env.SOCLE_BENCH_RULES === 'off' });
const stack = new TerraformStack(app, 'bench');
new SocleProvider(stack, 'socle');
const contact = { name: 'Ops', email: 'ops@example.org', phone: '+33100000000' };
const policy = new BackupPolicy(stack, 'nightly', { availabilityZone: Zone.TH3S, keepDaily: 7, contact });
const hosts = { availabilityZone: Zone.PAR7S, bladeClass: BladeClass.STANDARD_V3, hostCount: 8, memory: Size.gib(1536) };
const cpools = Array.from({ length: Math.ceil(vms / 50) }, (_, i) => new Cpool(stack, `c${i}`, hosts));
const lun = { availabilityZone: Zone.PAR7S, storageClass: StorageClass.PREMIUM, size: Size.gib(2048) };
const datastores = Array.from({ length: Math.ceil(vms / 10) }, (_, i) => {
  const datastore = new Datastore(stack, `d${i}`, lun);
  datastore.mountOn(cpools[i % cpools.length]);
  return datastore;
});
for (let i = 0; i < vms; i += 1) {
  const at = i % datastores.length;
  const vm = new VirtualMachine(stack, `v${i}`, {
    cpool: cpools[at % cpools.length],
    vcpus: 2,
    memory: Size.gib(16 + (i % 8)),
    disks: [{ name: 'system', size: Size.gib(60), datastore: datastores[at] }],
  });
  vm.protectWith(policy);
}
const started = performance.now();
app.synth();
console.log(JSON.stringify({ synthMs: performance.now() - started, totalMs: performance.now() }));
