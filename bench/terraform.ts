/** What a user waits for: the plan of one resource, and the apply of a thousand against Terraform's own cheapest resource. */
import { type Measure, median, seconds, times } from './measure';
import { benchWorkspace } from './workspace';

const PLAN_TARGET_MS = 350;
const APPLY_TARGET = 1.3;
const REQUIRED = 'terraform {\n  required_providers {\n    socle = { source = "socle/socle" }\n  }\n}\n';

export const planOne: Measure = {
  name: 'terraform plan of one resource on the embedded platform',
  target: '≤ 0.35 s',
  run: async ({ smoke }) => {
    const workspace = benchWorkspace();
    try {
      workspace.write(
        `${REQUIRED}resource "socle_cpool" "a" {\n  name = "a"\n  availability_zone = "par7s"\n  blade_class = "eco-v3"\n  host_count = 2\n}\n`,
      );
      await workspace.terraform('init', '-input=false');
      const takes = smoke ? 1 : 9;
      const ms = await median(takes, () => workspace.terraform('plan', '-input=false'));
      return { value: seconds(ms), reached: ms <= PLAN_TARGET_MS, detail: `median of ${takes} whole terraform runs` };
    } finally {
      workspace.close();
    }
  },
};

/** A Cpool, its datastores and a policy, and as many small VMs as make `count` resources in all. */
function stack(count: number): string {
  const stores = Math.max(1, Math.round(count / 100));
  const contact = '{ name = "Ops", email = "ops@example.org", phone = "1" }';
  return `${REQUIRED}
resource "socle_cpool" "c" {
  name              = "c"
  availability_zone = "par7s"
  blade_class       = "standard-v3"
  host_count        = 32
  memory_gib        = 12288
}
resource "socle_backup_policy" "p" {
  name              = "p"
  availability_zone = "th3s"
  keep_daily        = 7
  contact           = ${contact}
}
resource "socle_datastore" "d" {
  count             = ${stores}
  name              = "d\${count.index}"
  availability_zone = "par7s"
  storage_class     = "standard"
  size_gib          = 4096
  cpool_ids         = [socle_cpool.c.id]
}
resource "socle_virtual_machine" "v" {
  count             = ${count - stores - 2}
  name              = "v\${count.index}"
  cpool_id          = socle_cpool.c.id
  vcpus             = 2
  memory_gib        = 8
  disks             = [{ name = "system", size_gib = 20, datastore_id = socle_datastore.d[count.index % ${stores}].id }]
  backup_policy_ids = [socle_backup_policy.p.id]
}
`;
}

const plain = (count: number): string => `resource "terraform_data" "x" {\n  count = ${count}\n  input = count.index\n}\n`;

async function applied(text: string): Promise<number> {
  const workspace = benchWorkspace();
  try {
    workspace.write(text);
    await workspace.terraform('init', '-input=false');
    return await workspace.terraform('apply', '-input=false', '-auto-approve');
  } finally {
    workspace.close();
  }
}

export const applyThousand: Measure = {
  name: 'terraform apply of 1,000 resources on the embedded platform, against as many terraform_data',
  target: `≤ ${APPLY_TARGET} ×`,
  run: async ({ smoke }) => {
    const count = smoke ? 30 : 1000;
    const base = await applied(plain(count));
    const ours = await applied(stack(count));
    return {
      value: times(ours / base),
      reached: ours / base <= APPLY_TARGET,
      detail: `${seconds(ours)} against ${seconds(base)}, ${count} resources each`,
    };
  },
};
