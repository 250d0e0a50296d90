/** A scene: what one line of the log is carried out on. */
import { carryOut } from './carry-out';
import type { Scene } from './scene';

/** A scene on which nothing was done yet. */
export function newScene(parts: Omit<Scene, 'settling' | 'planned' | 'activity' | 'carryOut'>): Scene {
  const scene: Scene = { ...parts, settling: [], planned: 0, activity: null, carryOut: (command) => carryOut(scene, command) };
  return scene;
}
