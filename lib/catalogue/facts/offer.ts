/** What the offer promises and what it leaves out (seed 000). */

export const offer = {
  /** Percent of a month, compute and storage, maintenance windows included; needs two hosts and high availability. */
  availability_percent: 99.99,
  latency_ms_max: { within_zone: 3, between_zones: 5 },
  backup_encryption: 'AES-256 xts-plain64',
  hsm: {
    model: 'Thales Luna S790',
    certification: 'FIPS 140-3 level 3',
    evaluation: 'Common Criteria EAL4+',
    region: 'fr1',
    zones: ['par7s', 'th3s', 'az07'],
  },
  certifications: ['SecNumCloud', 'HDS', 'ISO 27001', 'ISAE 3402 type II'],
  not_offered: ['NSX', 'vSAN', 'access to vCenter'],
  global_mirror: { rpo_minutes: 15, rto_minutes: 240, performance_cost_percent: 10, metro_sold_until: '2024-01-01' },
  vm_replication: { interval_hours_min: 1, interval_hours_max: 24, rto_minutes: 15 },
} as const;
