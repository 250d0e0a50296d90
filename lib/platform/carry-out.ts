/** One command, tried on what stands: all of it, or nothing. */
import type { Command, Stored } from '../core/command';
import { create } from './create';
import { remove } from './delete';
import type { Scene } from './scene';
import { update } from './update';

/** Carries out a command in memory. Throws `Refusal`, and then nothing has changed. */
export function carryOut(scene: Scene, command: Command): Stored | undefined {
  const mark = scene.standing.mark();
  try {
    switch (command.kind) {
      case 'create':
        return create(scene, command);
      case 'update':
        return update(scene, command);
      case 'delete':
        return remove(scene, command);
      default:
        return command satisfies never;
    }
  } catch (error) {
    scene.standing.undo(mark);
    throw error;
  }
}
