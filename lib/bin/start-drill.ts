/** The end of `npm start`: an insurer loses a zone, and what its recovery plan brings back is measured. */
import { applied, destroyed, groundFor, type Job, must, synthesised } from './start-ground';
import { run, step } from './start-steps';

/** A day after the apply, ten minutes before the next push of what is replicated every five hours: when much would be lost. */
const LATER = '+50m';

/** Applies an example, lets a day pass, and holds a drill of its recovery plan. Throws `StepFailed` where an objective is missed. */
export async function loseZone(job: Job, plan: string): Promise<void> {
  const { terminal } = job;
  const ground = groundFor(job);
  await synthesised(job, ground);
  await applied(job, ground);
  await step(terminal, 'let a day pass', async () =>
    (await must('socle platform clock', run(ground.cli('platform', 'clock', 'advance', '1d')))).stdout.trim(),
  );
  const drill = await must('socle drill', run(ground.cli('drill', plan, '--at', LATER)));
  terminal.out(`\n${drill.stdout.trimEnd()}\n\n`);
  await destroyed(job, ground);
}
