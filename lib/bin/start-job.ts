/** The main job, from a program in TypeScript to a platform that runs it and back: what `npm start` shows. */
import { loseZone } from './start-drill';
import { applied, destroyed, groundFor, type Job, must, onPath, synthesised } from './start-ground';
import { run, StepFailed, step } from './start-steps';

/** Carries the job out, then loses a zone. Throws `StepFailed` where a step fails. */
export async function startJob(job: Job): Promise<void> {
  const { terminal } = job;
  const ground = groundFor(job);
  await synthesised(job, ground);
  if (onPath(['terraform', 'tofu'], terminal.env) === undefined) {
    terminal.out('\nNo terraform (or tofu) on PATH, so the job ends here; with one it is also planned, applied and destroyed, and a zone is lost.\n');
    return;
  }
  await applied(job, ground);
  const status = await must('socle platform status', run(ground.cli('platform', 'status')));
  terminal.out(`\n${status.stdout.trimEnd()}\n\n`);
  for (const stack of ground.stacks()) {
    await step(terminal, `terraform plan ${stack.name} again`, async () => {
      const planned = await run(ground.terraform(stack, 'plan', '-input=false', '-no-color', '-detailed-exitcode'));
      if (planned.code !== 0) throw new StepFailed(planned.code === 2 ? 'a plan right after apply shows a change' : 'terraform plan', planned.output);
      return 'no change';
    });
  }
  await destroyed(job, ground);
  terminal.out('\n');
  await loseZone({ ...job, example: 'insurer-pra' }, 'claims-recovery');
}
